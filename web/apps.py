from django.apps import AppConfig
from django.urls import register_converter


class WebConfig(AppConfig):
    name = "web"

    def ready(self) -> None:
        from web.codes import CodeConverter

        register_converter(CodeConverter, "code")
