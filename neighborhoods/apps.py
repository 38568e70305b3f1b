from django.apps import AppConfig


class NeighborhoodsConfig(AppConfig):
    name = "neighborhoods"

    def ready(self) -> None:
        from neighborhoods.kinds import register_kinds
        from neighborhoods.membership_kinds import register_kinds as register_joining

        register_kinds()
        register_joining()
