from django.apps import AppConfig


class NeighborhoodsConfig(AppConfig):
    name = "neighborhoods"

    def ready(self) -> None:
        from accounts.phones import when_changed
        from neighborhoods import (
            account_notices,
            house_notices,
            kinds,
            membership_kinds,
            unit_notices,
        )
        from neighborhoods.founding import follow_number
        from neighborhoods.personal import register_holdings

        account_notices.register_kinds()
        house_notices.register_kinds()
        kinds.register_kinds()
        membership_kinds.register_kinds()
        unit_notices.register_kinds()
        register_holdings()
        when_changed(follow_number)
