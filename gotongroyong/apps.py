from django.apps import AppConfig


class GotongRoyongConfig(AppConfig):
    name = "gotongroyong"
    verbose_name = "Gotong Royong"

    def ready(self) -> None:
        from gotongroyong import checks  # noqa: F401 - registers itself
