from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events.kinds import register_kinds
        from events.personal import register_holdings

        register_kinds()
        register_holdings()
