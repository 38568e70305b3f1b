import pytest
from django.core import mail
from django.core.management import call_command
from pytest_django import Settings

from accounts.models import Resident
from notifications.models import Notification
from tests.notifications.drill import Drill
from tests.notifications.smtp import free_port


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_send_due_plans_and_delivers_without_redis(
    ani: Resident, drill: Drill, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"
    drill.sign_up(ani)
    call_command("send_due")
    call_command("send_due")
    assert capsys.readouterr().out.splitlines() == [
        "planned 2; 2 sent",
        "planned 0; nothing was due",
    ]
    assert [message.to for message in mail.outbox] == [[ani.email]]
    assert Notification.objects.inbox_of(ani).count() == 1
