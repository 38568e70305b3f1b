from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        from moderation.kinds import register_kinds
        from moderation.personal import register_holdings

        register_kinds()
        register_holdings()
