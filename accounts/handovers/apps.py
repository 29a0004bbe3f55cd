from django.apps import AppConfig


class HandoversConfig(AppConfig):
    name = "accounts.handovers"
    label = "handovers"
