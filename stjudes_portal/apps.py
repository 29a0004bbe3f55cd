from django.apps import AppConfig

from notifications.waking import set_waker
from stjudes_portal.celery import wake_delivery


class PortalConfig(AppConfig):
    name = "stjudes_portal"
    verbose_name = "The portal"

    def ready(self) -> None:
        set_waker(wake_delivery)
