from django.apps import AppConfig


class CoordinatorsConfig(AppConfig):
    name = "coordinators"

    def ready(self) -> None:
        from coordinators.personal import register_holdings

        register_holdings()
