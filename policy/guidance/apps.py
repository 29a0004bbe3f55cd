from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "policy.guidance"
    label = "guidance"
    verbose_name = "Guidance and education"
