"""An account of the school, the decision by which it exists, and who runs it (R1, R4, A3)."""

from typing import ClassVar

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.states import OPEN, TO_SET_UP, Status
from people.models import Role, User

# Whoever watches over all accounts; everybody else sees those that they run.
SEE_ALL = (Role.SLT, Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)


class Platform(models.TextChoices):
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    X = "x", "X"
    YOUTUBE = "youtube", "YouTube"
    TIKTOK = "tiktok", "TikTok"
    LINKEDIN = "linkedin", "LinkedIn"
    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"
    CLASS_DOJO = "class_dojo", "ClassDojo"
    OTHER = "other", "Another platform"


class Openness(models.TextChoices):
    OPEN = "open", "Open: anybody can see it"
    CLOSED = "closed", "Closed: only people whom the school lets in"


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, user: User) -> "AccountQuerySet":
        """SLT, Administrators and safeguarding leads see all accounts; others those that they run now."""
        if user.holds(*SEE_ALL):
            return self.all()
        return self.run_by(user)

    def run_by(self, user: User) -> "AccountQuerySet":
        """The accounts that this person is named as running now."""
        return self.filter(pk__in=Runner.objects.filter(person=user, until_at=None).values("account"))

    def led_by(self, user: User) -> "AccountQuerySet":
        """The accounts that this person leads now."""
        return self.filter(pk__in=Runner.objects.filter(person=user, until_at=None, is_lead=True).values("account"))

    def open(self) -> "AccountQuerySet":
        """Not closed: watched, and its passwords kept."""
        return self.filter(status__in=OPEN)


class AccountManager(models.Manager["Account"]):
    def get_queryset(self) -> AccountQuerySet:
        return AccountQuerySet(self.model, using=self._db)

    def visible_to(self, user: User) -> AccountQuerySet:
        return self.get_queryset().visible_to(user)

    def run_by(self, user: User) -> AccountQuerySet:
        return self.get_queryset().run_by(user)

    def led_by(self, user: User) -> AccountQuerySet:
        return self.get_queryset().led_by(user)

    def open(self) -> AccountQuerySet:
        return self.get_queryset().open()


class Account(models.Model):
    """A social-media account of the school."""

    name = models.CharField(max_length=120)
    platform = models.CharField(max_length=20, choices=Platform.choices)
    handle = models.CharField(max_length=100, blank=True, help_text="Kept without the @ in front.")
    url = models.CharField("address", max_length=300, blank=True, validators=[URLValidator(schemes=["http", "https"])])
    audience = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    openness = models.CharField(max_length=10, choices=Openness.choices, default=Openness.OPEN)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.UNDER_REVIEW)
    # The business case that brought it here. Its room is above this one, so this is a number, not a key.
    application_id = models.BigIntegerField(null=True, blank=True)
    mandate = models.OneToOneField(
        "Mandate", null=True, blank=True, on_delete=models.PROTECT, related_name="account_now"
    )
    created_at = models.DateTimeField()
    monitored_from = models.DateTimeField(
        null=True, blank=True, help_text="Comments received before are not in the reply figures."
    )
    provisioned_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.TextField(blank=True)
    # The platform's own number or name for it, which stays when the handle changes.
    platform_id = models.CharField("platform's own id", max_length=200, blank=True)
    set_up_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField("looked at again by", null=True, blank=True)
    # Since when fewer than two employees have run it while it is live.
    few_since = models.DateTimeField(null=True, blank=True)
    # Where it goes back to when it is safe again, or when its closing is called off.
    status_before = models.CharField(max_length=20, blank=True, choices=Status.choices)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_because = models.TextField(blank=True)
    closing_at = models.DateTimeField(null=True, blank=True)
    announcement = models.TextField(blank=True)
    kept_archive = models.TextField(blank=True)

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="account_status_known"),
            models.CheckConstraint(condition=Q(platform__in=Platform.values), name="account_platform_known"),
            models.CheckConstraint(condition=Q(openness__in=Openness.values), name="account_openness_known"),
            models.CheckConstraint(
                condition=~Q(status=Status.LIVE) | Q(mandate__isnull=False, provisioned_at__isnull=False),
                name="account_live_has_mandate",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=TO_SET_UP) | Q(mandate__isnull=False),
                name="account_provisioning_has_mandate",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.SUSPENDED, Status.CLOSING]) | ~Q(status_before=""),
                name="account_knows_way_back",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | Q(closed_at__isnull=False), name="account_closed_at"
            ),
            models.UniqueConstraint(
                "platform",
                Lower("handle"),
                condition=~Q(status=Status.CLOSED) & ~Q(handle=""),
                name="account_handle_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:detail", kwargs={"pk": self.pk})

    def provision_url(self) -> str:
        return reverse("accounts:provision", kwargs={"pk": self.pk})

    @property
    def label(self) -> str:
        """Enough to tell it from the others: "Friends of St Jude's (Facebook)"."""
        return f"{self.name} ({self.get_platform_display()})"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def runners_now(self) -> "models.QuerySet[User]":
        """The active people who run it now, the lead first. For who is named, active or not, see `runners`."""
        named = Runner.objects.filter(account=self, until_at=None)
        return (
            User.objects.active()
            .filter(pk__in=named.values("person"))
            .annotate(
                leads=models.Exists(named.filter(person=models.OuterRef("pk"), is_lead=True)),
            )
            .order_by("-leads", "full_name", "pk")
        )

    def lead_now(self) -> User | None:
        """The person named as its lead now, active or not."""
        runner = self.runners.filter(until_at=None, is_lead=True).select_related("person").first()
        return runner.person if runner else None

    def is_led_by(self, person: User) -> bool:
        return self.runners.filter(person=person, until_at=None, is_lead=True).exists()

    def is_run_by(self, person: User) -> bool:
        return self.runners.filter(person=person, until_at=None).exists()


class Mandate(models.Model):
    """By which decision an account exists: the business case, and the revision of it that was approved.

    Written by `accounts.workflow.give_mandate` alone, which `applications.approve` alone calls.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="mandates")
    application_id = models.BigIntegerField(unique=True)
    revision_number = models.PositiveIntegerField()
    approved_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-approved_at"]

    def __str__(self) -> str:
        return f"business case {self.application_id}, revision {self.revision_number}"


class RunnerQuerySet(models.QuerySet["Runner"]):
    def now(self) -> "RunnerQuerySet":
        """Those who are named now."""
        return self.filter(until_at=None)

    def overseen_by(self, user: User) -> "RunnerQuerySet":
        """Those of whom this person may know whether they are ready: of all accounts, or of the accounts they lead."""
        if user.holds(*SEE_ALL):
            return self.now()
        return self.now().filter(account__in=Account.objects.led_by(user))


class RunnerManager(models.Manager["Runner"]):
    def get_queryset(self) -> RunnerQuerySet:
        return RunnerQuerySet(self.model, using=self._db)

    def now(self) -> RunnerQuerySet:
        return self.get_queryset().now()

    def overseen_by(self, user: User) -> RunnerQuerySet:
        return self.get_queryset().overseen_by(user)


class Runner(models.Model):
    """Somebody who is named as running an account, from one moment to another."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="runners")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="runs")
    is_lead = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    # Since when the daily round has known that this person is not ready (P2, P3): who must know was told then.
    unready_since = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[RunnerManager] = RunnerManager()

    class Meta:
        ordering = ["-is_lead", "from_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "person"], condition=Q(until_at=None), name="runner_named_once"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(until_at=None, is_lead=True), name="account_has_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=models.F("from_at")), name="runner_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} runs {self.account_id}"
