"""What granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gotongroyong.settings")
application = get_wsgi_application()

from notifications.nudge import warm_up  # noqa: E402 - Django has to be set up before

warm_up()
