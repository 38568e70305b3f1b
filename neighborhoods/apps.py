from django.apps import AppConfig


class NeighborhoodsConfig(AppConfig):
    name = "neighborhoods"

    def ready(self) -> None:
        from neighborhoods import account_notices, unit_notices

        account_notices.register_kinds()
        unit_notices.register_kinds()
