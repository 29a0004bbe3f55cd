"""Common passwords, also where they were only made longer."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

LONGEST_PADDING = 6
_ENDS = re.compile(rf"^[\W\d_]{{0,{LONGEST_PADDING}}}(.*?)[\W\d_]{{0,{LONGEST_PADDING}}}$", re.DOTALL)
_REPEATED = re.compile(r"^(.+?)\1+$", re.DOTALL)


class NotACommonPassword(CommonPasswordValidator):
    """Refuses what is on the list of common passwords, the same said twice, and the same with digits around it."""

    passwords: set[str]

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        super().validate(password, user)
        plain = password.lower().strip()
        ends = _ENDS.match(plain)
        cores = {plain, ends.group(1) if ends else plain}
        for core in cores:
            repeated = _REPEATED.match(core)
            unit = repeated.group(1) if repeated else core
            if unit in self.passwords or (repeated and len(unit) <= 3):
                raise ValidationError("This password is too easy to guess. Three or four unrelated words work well.")
