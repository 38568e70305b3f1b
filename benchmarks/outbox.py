"""How many reminders a second the outbox plans and delivers, beside the row-by-row way.

`python -m benchmarks.outbox`; mails go nowhere, so that the database is what is measured.
"""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from benchmarks.scratch import save, scratch_database

PEOPLE, NAIVE_PEOPLE, HISTORY = 5_000, 500, 50_000
Rates = dict[str, float]


def main() -> None:
    with scratch_database():
        from django.conf import settings

        logging.disable(logging.WARNING)
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
        rates = naive() | outbox()
    print_table(rates)
    save("outbox", {"people": PEOPLE, "naive_people": NAIVE_PEOPLE, "deliveries_per_s": rates})


def naive() -> Rates:
    """One object at a time, as a first version would be written."""
    prepare(NAIVE_PEOPLE)
    count = 2 * NAIVE_PEOPLE
    return {
        "row by row: plan": per_second(count, plan_row_by_row),
        "row by row: send": per_second(count, send_row_by_row),
    }


def outbox() -> Rates:
    from notifications.actions import plan
    from notifications.dispatch import send_due

    prepare(PEOPLE)
    count = 2 * PEOPLE
    rates = {
        "outbox: plan": per_second(count, lambda: plan("bench.hour")),
        "outbox: plan again (nothing to do)": per_second(count, lambda: plan("bench.hour")),
        "outbox: send": per_second(count, lambda: send_due(seconds=600)),
    }
    add_history()
    rates[f"outbox: plan again over {HISTORY:,} old ones"] = per_second(
        count, lambda: plan("bench.hour")
    )
    return rates


def prepare(people: int) -> None:
    """Empty tables and that many residents, each with one duty that is due now."""
    from django.utils import timezone

    from accounts.models import Resident
    from notifications import kinds
    from notifications.models import Delivery, Notification

    Delivery.objects.all().delete()
    Notification.objects.all().delete()
    Resident.objects.all().delete()
    Resident.objects.bulk_create(
        Resident(phone=f"+62814{n:08}", email=f"{n}@example.com", date_joined=timezone.now())
        for n in range(people)
    )
    kinds._kinds.pop("bench.hour", None)
    kinds.register(
        kinds.Kind(
            "bench.hour",
            lambda n: kinds.Words("Duty", "Please come."),
            lambda n: "/",
            is_duty=True,
            due=duties,
        )
    )


def duties(now: Any) -> Any:
    from django.db.models import CharField, DateTimeField, F, Value

    from accounts.models import Resident

    return Resident.objects.annotate(
        recipient_id=F("pk"),
        object_id=F("pk"),
        code=Value("ABC234", CharField()),
        rw_id=Value(1),
        zone=Value("Asia/Jakarta", CharField()),
        version=Value(1),
        due_at=F("date_joined"),
        expires_at=Value(None, DateTimeField()),
    )


def plan_row_by_row() -> None:
    from notifications.models import Delivery, Notification
    from notifications.planner import COLUMNS

    for row in duties(None).values(*COLUMNS):
        times = {name: row.pop(name) for name in ("due_at", "expires_at")}
        note, _ = Notification.objects.get_or_create(kind="bench.hour", **row)
        for channel in ("inapp", "email"):
            key = f"bench.hour:{note.object_id}:1:{note.recipient_id}:{channel}"
            Delivery.objects.get_or_create(
                dedup_key=key, defaults={"notification": note, "channel": channel, **times}
            )


def send_row_by_row() -> None:
    from django.db import transaction
    from django.utils import timezone

    from notifications.channels import CHANNELS
    from notifications.dispatch import item_of, message_of
    from notifications.models import Delivery

    for key in Delivery.objects.filter(status="pending").values_list("pk", flat=True):
        with transaction.atomic():
            delivery = Delivery.objects.select_for_update().get(pk=key)
            channel = CHANNELS[delivery.channel]
            with channel.session() as send:
                send(message_of([delivery], [item_of(delivery)]))
            channel.settle([delivery.notification_id], timezone.now())
            delivery.status, delivery.sent_at = Delivery.Status.SENT, timezone.now()
            delivery.save(update_fields=["status", "sent_at"])


def add_history() -> None:
    """Notices of long ago, delivered and read."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO notifications_notification
                (recipient_id, kind, object_id, code, rw_id, zone, delivered_at, read_at)
            SELECT (SELECT min(id) FROM accounts_resident), 'bench.old', n, 'ABC234', 1,
                'Asia/Jakarta', now(), now()
            FROM generate_series(1, %s) n
            """,
            [HISTORY],
        )
        cursor.execute("ANALYZE notifications_notification, notifications_delivery")


def per_second(count: int, work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return round(count / (perf_counter() - started))


def print_table(rates: Rates) -> None:
    for name, rate in rates.items():
        print(f"{name:<45}{rate:>12,.0f} deliveries/s")


if __name__ == "__main__":
    main()
