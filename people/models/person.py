"""People, and the roles they hold."""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from core import clock
from people.states import Standing


class Role(models.TextChoices):
    STAFF = "staff", "Staff"
    VOLUNTEER = "volunteer", "Volunteer or parent"
    SLT = "slt", "Senior Leadership Team"
    ADMINISTRATOR = "administrator", "Administrator"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    DEPUTY_SAFEGUARDING_LEAD = "deputy_safeguarding_lead", "Deputy safeguarding lead"
    GOVERNOR = "governor", "Governor"
    CHAIR_OF_GOVERNORS = "chair_of_governors", "Chair of governors"
    OUTSIDE_CONTACT = "outside_contact", "Outside contact for incidents"


DIRECTORY_ROLES = frozenset(
    {Role.STAFF, Role.SLT, Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD}
)
SECOND_FACTOR_ROLES = frozenset(
    {
        Role.SLT,
        Role.ADMINISTRATOR,
        Role.SAFEGUARDING_LEAD,
        Role.DEPUTY_SAFEGUARDING_LEAD,
        Role.CHAIR_OF_GOVERNORS,
        Role.OUTSIDE_CONTACT,
    }
)


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        today = clock.today()
        return self.filter(is_active=True).exclude(leaves_on__lt=today)

    def holding(self, *roles: str) -> "UserQuerySet":
        """Active people who hold any of `roles`."""
        held = RoleGrant.objects.filter(role__in=roles, revoked_at=None).values("person")
        return self.active().filter(pk__in=held)

    def employed(self) -> "UserQuerySet":
        """Active people who are employed by the school."""
        return self.active().filter(is_employed=True)

    def come_in(self) -> "UserQuerySet":
        """Active people who chose a password, or signed in without one."""
        return self.active().exclude(last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def not_come_in(self) -> "UserQuerySet":
        return self.active().filter(last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def never_invited(self) -> "UserQuerySet":
        """Added, and not come in: they wait for an invitation."""
        return self.not_come_in().filter(invitations=None)

    def visible_to(self, user: "User") -> "UserQuerySet":
        """Staff see the directory; a volunteer sees only themselves (P4)."""
        if user.sees_others:
            return self.all()
        return self.filter(pk=user.pk)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def holding(self, *roles: str) -> UserQuerySet:
        return self.get_queryset().holding(*roles)

    def employed(self) -> UserQuerySet:
        return self.get_queryset().employed()

    def never_invited(self) -> UserQuerySet:
        return self.get_queryset().never_invited()

    def visible_to(self, user: "User") -> UserQuerySet:
        return self.get_queryset().visible_to(user)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person. Signs in by e-mail address; what they may do follows from the roles they hold."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    full_name = models.CharField("name", max_length=120)
    is_active = models.BooleanField(default=True)
    is_employed = models.BooleanField("employed by the school", default=True)
    starts_on = models.DateField(null=True, blank=True)
    leaves_on = models.DateField("last working day", null=True, blank=True)
    line_manager = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="manages")
    joined_at = models.DateTimeField()
    access_ended_at = models.DateTimeField(null=True, blank=True)  # noted once the last working day is over

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def first_name(self) -> str:
        return self.full_name.split(" ")[0]

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now, read once per object."""
        held: frozenset[str] | None = self.__dict__.get("_roles")
        if held is None:
            held = frozenset(grant.role for grant in self.grants.all() if grant.revoked_at is None)
            self.__dict__["_roles"] = held
        return held

    def forget_roles(self) -> None:
        self.__dict__.pop("_roles", None)
        getattr(self, "_prefetched_objects_cache", {}).pop("grants", None)

    def holds(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def may_sign_in(self) -> bool:
        """Active, and not past the last working day (local date)."""
        return self.is_active and (self.leaves_on is None or self.leaves_on >= clock.today())

    @property
    def has_come_in(self) -> bool:
        """A password was chosen, or the person signed in without one, by the school's own sign-in."""
        return self.has_usable_password() or self.last_login is not None

    @property
    def standing(self) -> Standing:
        """A list annotates `was_invited`, for it tells apart those who have not come in yet."""
        if not self.is_active:
            return Standing.OFF
        if not self.may_sign_in:
            return Standing.LEFT
        if self.has_come_in:
            return Standing.ACTIVE
        was_invited = self.__dict__.get("was_invited")
        if was_invited is None:
            was_invited = self.invitations.exists()
        return Standing.INVITED if was_invited else Standing.ADDED

    @property
    def needs_second_factor(self) -> bool:
        return self.holds(*SECOND_FACTOR_ROLES)

    @property
    def sees_others(self) -> bool:
        return self.holds(*DIRECTORY_ROLES)

    @property
    def is_slt(self) -> bool:
        return self.holds(Role.SLT)

    @property
    def is_administrator(self) -> bool:
        return self.holds(Role.ADMINISTRATOR)

    @property
    def role_labels(self) -> list[str]:
        return [role.label for role in Role if role in self.roles]


class RoleGrant(models.Model):
    """A role held from one moment to another, by whom given and by whom taken."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    granted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], condition=Q(revoked_at=None), name="role_held_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.person_id})"


def named(people: Iterable[User]) -> str:
    """The names of `people` as a phrase: "Amira Khan, Ben Lowe and Cara Ellis"."""
    names = [person.full_name for person in people]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
