from django.apps import AppConfig


class CoordinatorsConfig(AppConfig):
    name = "coordinators"

    def ready(self) -> None:
        from coordinators.data_kinds import register_kinds
        from coordinators.personal import register_holdings

        register_kinds()
        register_holdings()
