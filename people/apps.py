from django.apps import AppConfig
from django.utils.module_loading import import_string


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        # By name: the module needs the models, which are not there yet when this file is read.
        import_string("people.sign_in_record.connect")()
