from django.apps import AppConfig


class RequestsAppConfig(AppConfig):
    name = "requests_app"

    def ready(self) -> None:
        from requests_app.kinds import register_kinds
        from requests_app.personal import register_holdings

        register_kinds()
        register_holdings()
