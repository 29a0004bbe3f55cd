from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "stjudes_portal.demo"
    label = "demo"
    verbose_name = "The demonstration school"
