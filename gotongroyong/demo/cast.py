"""The demo's cast: who can be tried out, with which phone number and role."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "gotong-royong"  # noqa: S105 - the demo's, printed on its front page


@dataclass(frozen=True)
class Member:
    phone: str
    name: str
    role: str | Promise


CAST = (
    Member("0812-0000-0001", "Bambang Hartono", _("Head of RW 005")),
    Member("0812-0000-0002", "Siti Rahayu", _("Head of RT 003/RW 005")),
    Member("0812-0000-0003", "Agus Prasetyo", _("Volunteers, RT 003/RW 005")),
    Member("0812-0000-0004", "Dewi Lestari", _("Asks for help, RT 003/RW 005")),
    Member("0812-0000-0005", "Yohanes Manurung", _("Resident of RT 001/RW 005")),
    Member("0812-0000-0006", "Ratna Wulandari", _("From another RW, RT 002/RW 006")),
    Member("0812-0000-0007", "Rizky Maulana", _("Awaiting verification, RT 003/RW 005")),
    Member("0812-0000-0009", "Nur Aini", _("Platform operator (Django admin)")),
)
