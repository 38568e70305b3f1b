"""What stops an upgrade, said in words before anything is locked: ids alone, nobody's name."""

from typing import Any

from django.core.management.base import CommandError

# Both ends count, as in the exclusion `offices_of_one_rw`.
IN_TWO_RWS = """
SELECT a.id, b.id FROM neighborhoods_office a JOIN neighborhoods_office b
    ON a.holder_id = b.holder_id AND a.rw_id <> b.rw_id AND a.id < b.id
WHERE a.ended_at IS NULL AND b.ended_at IS NULL
    AND daterange(a.starts_on, a.ends_on, '[]') && daterange(b.starts_on, b.ends_on, '[]')
ORDER BY 1, 2
"""
TWICE = """
SELECT a.id, b.id FROM neighborhoods_rukunwarga a JOIN neighborhoods_rukunwarga b
    ON a.number = b.number AND a.id < b.id AND lower(a.village) = lower(b.village)
    AND lower(a.district) = lower(b.district) AND lower(a.city) = lower(b.city)
ORDER BY 1, 2
"""
OFFICES = """\
Somebody holds offices in two RW at the same time, which this release no longer allows.
Decide with them which one goes on, end the other, and run `migrate` again. Nothing is lost:
the release before goes on working meanwhile.
{pairs}
To end office 12:
    python manage.py shell -c "from django.utils.timezone import now; \
from neighborhoods.models import Office; Office.objects.filter(pk=12).update(ended_at=now())"
docs/deploy.md, 'What may stop an upgrade', says more."""
RWS = """\
Two RW have the same number, village, district and city but for capitals, which this release
takes for one. Find out which is used, give the other a name of its own, and run `migrate`
again. Nothing is lost: the release before goes on working meanwhile.
{pairs}
To rename RW 12:
    python manage.py shell -c "from neighborhoods.models import RukunWarga; \
RukunWarga.objects.filter(pk=12).update(village='Sukamaju Lama')"
docs/deploy.md, 'What may stop an upgrade', says more."""


def one_rw_each(_apps: Any, schema_editor: Any) -> None:
    stop_at(schema_editor, IN_TWO_RWS, OFFICES, "office")


def each_rw_once(_apps: Any, schema_editor: Any) -> None:
    stop_at(schema_editor, TWICE, RWS, "RW")


def stop_at(schema_editor: Any, asked: str, words: str, noun: str) -> None:
    """Raises CommandError, whose words `migrate` prints without a trace."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(asked)
        found = cursor.fetchall()
    if found:
        pairs = "\n".join(f"    {noun} {one} and {noun} {other}" for one, other in found)
        raise CommandError(words.format(pairs=pairs))
