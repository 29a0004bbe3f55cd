"""People, their roles, how they come in, who is away, and where they are signed in."""

from people.models.absence import Absence
from people.models.coming_in import Invitation, StaffList
from people.models.person import SECOND_FACTOR_ROLES, Role, RoleGrant, User, UserManager, UserQuerySet, named
from people.models.sign_in import Session, StepReset

__all__ = [
    "SECOND_FACTOR_ROLES",
    "Absence",
    "Invitation",
    "Role",
    "RoleGrant",
    "Session",
    "StaffList",
    "StepReset",
    "User",
    "UserManager",
    "UserQuerySet",
    "named",
]
