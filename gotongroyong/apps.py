from django.apps import AppConfig


class GotongRoyongConfig(AppConfig):
    name = "gotongroyong"
    verbose_name = "Gotong Royong"

    def ready(self) -> None:
        from django.conf import settings

        from gotongroyong import checks  # noqa: F401 - registers itself
        from gotongroyong.mydata.kinds import register_kinds

        register_kinds()
        if settings.SENTRY_DSN:
            # Imported only when wanted: it costs a start a quarter of a second.
            from gotongroyong import error_reports

            error_reports.start(settings.SENTRY_DSN)
