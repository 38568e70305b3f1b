from django.apps import AppConfig


class GotongRoyongConfig(AppConfig):
    name = "gotongroyong"
    verbose_name = "Gotong Royong"
