from django.apps import AppConfig


class OfficialConfig(AppConfig):
    name = "accounts.official"
    label = "official"
