from django.apps import AppConfig


class NeighborhoodsConfig(AppConfig):
    name = "neighborhoods"

    def ready(self) -> None:
        from neighborhoods.membership_kinds import register_kinds as register_joining
        from neighborhoods.office_kinds import register_kinds

        register_kinds()
        register_joining()
