from django.apps import AppConfig


class PersonalConfig(AppConfig):
    name = "accounts.personal"
    label = "personal"
    verbose_name = "Personal accounts that name the school"
