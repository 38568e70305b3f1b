"""RT for the addresses under pengurus/rt/: one of the RW, one next door, one that is closed."""

from django.utils import timezone

from neighborhoods.models import RukunTetangga


def objects() -> dict[str, dict[str, object]]:
    rts = RukunTetangga.objects.open()
    of_rt3 = rts.get(number="003", rw__number="005")
    closed = RukunTetangga.objects.create(
        rw=of_rt3.rw, number="099", closed_at=timezone.now(), merged_into=of_rt3
    )
    return {
        "pengurus/rt/": {
            "of_rt3": of_rt3.pk,
            "of_rw6": rts.get(number="001", rw__number="006").pk,
            "closed": closed.pk,
        }
    }
