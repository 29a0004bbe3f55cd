from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "policy.courses"
    label = "courses"
    verbose_name = "Training courses"
