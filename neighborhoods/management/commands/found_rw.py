"""`manage.py found_rw`: an RW from the command line, and the invitation for its head; a new one
where the first went by unused.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from neighborhoods.first_invitation import invite_head_anew
from neighborhoods.founding import Plan, existing_rw, found_rw
from neighborhoods.founding_errors import NotHere
from neighborhoods.founding_forms import clean_name, clean_village_code
from neighborhoods.invitations import code_of
from neighborhoods.models import Invitation, Zone
from neighborhoods.provinces import ZONE_OF, province_named
from web.errors import DomainError
from web.share import absolute
from web.units import parse_unit, parse_units


class Command(BaseCommand):
    help = "Found an RW with its RT and print the invitation for its head."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, example in (
            ("number", "5, 005 or V"),
            ("village", "kelurahan or desa, such as Sukamaju"),
            ("district", "kecamatan"),
            ("city", "kota or kabupaten, such as 'Kota Bandung'"),
            ("province", "such as 'Jawa Barat'"),
        ):
            parser.add_argument(name, help=example)
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--rt", help="1-6, or 001,002,004")
        what.add_argument(
            "--invite-again",
            action="store_true",
            help="a new invitation for an RW that is here and has nobody in office yet",
        )
        parser.add_argument("--zone", choices=Zone.values, help="else the province's")
        parser.add_argument("--code", default="", help="Kemendagri's, such as 32.73.01.1001")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = plan_from(options)
            invitation = again(plan) if options["invite_again"] else anew(plan, options["rt"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except DomainError as error:
            raise CommandError(str(error)) from None
        code = code_of(invitation) or ""
        numbers = (
            invitation.rw.rts.filter(closed_at=None)
            .order_by("number")
            .values_list("number", flat=True)
        )
        self.stdout.write(f"RW {plan.number}, RT {', '.join(numbers)}")
        self.stdout.write(absolute(f"/gabung/{code.replace('-', '')}/"))


def anew(plan: Plan, rts: str) -> Invitation:
    return found_rw(plan, rt_numbers=parse_units(rts), operator=None)


def again(plan: Plan) -> Invitation:
    rw = existing_rw(plan)
    if rw is None:
        raise NotHere
    return invite_head_anew(rw, operator=None)


def plan_from(options: dict[str, Any]) -> Plan:
    province = province_named(options["province"])
    if province is None:
        raise CommandError(f"There is no province called {options['province']}.")
    return Plan(
        number=parse_unit(options["number"], unit="RW"),
        village=short(options, "village"),
        district=short(options, "district"),
        city=short(options, "city"),
        province=province,
        zone=options["zone"] or ZONE_OF[province],
        village_code=clean_village_code(options["code"]),
    )


def short(options: dict[str, Any], name: str) -> str:
    written = clean_name(options[name])
    longest = 80
    if len(written) > longest:
        raise CommandError(f"The {name} is longer than {longest} characters.")
    return written
