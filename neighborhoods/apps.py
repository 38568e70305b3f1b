from django.apps import AppConfig


class NeighborhoodsConfig(AppConfig):
    name = "neighborhoods"

    def ready(self) -> None:
        from neighborhoods.membership_kinds import register_kinds

        register_kinds()
