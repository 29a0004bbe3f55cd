"""How a person stands with the portal, in words."""

from django.db import models


class Standing(models.TextChoices):
    ADDED = "added", "Not invited yet"
    INVITED = "invited", "Invited, not signed in yet"
    ACTIVE = "active", "Active"
    OFF = "off", "Switched off"
    LEFT = "left", "Left"
