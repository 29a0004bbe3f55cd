from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        # A worker sends what pages and commands have told, so every process must know every room's messages.
        autodiscover_modules("messages")
