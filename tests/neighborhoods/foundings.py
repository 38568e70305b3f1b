"""RW that are not here yet, and those who ask for them."""

import uuid

from neighborhoods.founding import Plan, ask_founding
from neighborhoods.models import Founding

CONTACT = "Ibu Ratna Kusuma"
PHONE = "+6281399887766"


def plan(**changes: str) -> Plan:
    values = {
        "number": "012",
        "village": "Karanganyar",
        "district": "Banyu Biru",
        "city": "Kabupaten Harapan",
        "province": "Bali",
        "zone": "Asia/Makassar",
    }
    return Plan(**(values | changes))


def asked(**changes: str) -> Founding:
    return ask_founding(
        plan(**changes),
        rt_numbers=["001", "002"],
        contact_name=CONTACT,
        contact_phone=PHONE,
        draft=uuid.uuid4(),
    )


def entry(**changes: str) -> dict[str, str]:
    """What the form sends."""
    values = {
        "number": "RW 12",
        "rt_numbers": "1-2",
        "village": "Karanganyar",
        "district": "Banyu Biru",
        "city": "Kabupaten Harapan",
        "province": "Bali",
        "zone": "",
        "village_code": "",
        "contact_name": CONTACT,
        "contact_phone": "0813-9988-7766",
        "draft": str(uuid.uuid4()),
    }
    return values | changes
