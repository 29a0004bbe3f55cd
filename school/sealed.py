"""What this room keeps sealed: so that a new key of the vault reaches it."""

from core.crypto.sealed import BinaryColumn
from school.mail import bound_to
from school.models import MailSettings

MAIL_PASSWORD = BinaryColumn("the password of the mail server", MailSettings, "sealed_password", bound_to).register()
