"""`manage.py clear_second_steps name@school.example`: for when nobody in the portal is left who could agree."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import COMMAND_LINE
from core.errors import Refused
from people.models import User
from people.workflow import clear_second_steps


class Command(BaseCommand):
    help = "Take away the second step of somebody who lost it. It is recorded, the person is told, all sessions end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address that the person signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email__iexact=options["email"].strip()).first()
        if person is None:
            raise CommandError("Nobody in this portal signs in with that address.")
        try:
            clear_second_steps(person, actor=COMMAND_LINE)
        except Refused as refusal:
            raise CommandError(refusal.reason) from None
        self.stdout.write(
            f"{person.full_name} comes in without a second step now, and is told so by e-mail. "
            "Their role may ask them to add a new one at once."
        )
