"""`manage.py found_rw`: an RW from the command line, and the invitation for its head."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from neighborhoods.founding import Plan, found_rw
from neighborhoods.founding_forms import clean_name, clean_village_code
from neighborhoods.invitations import code_of
from neighborhoods.models import Zone
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
        parser.add_argument("--rt", required=True, help="1-6, or 001,002,004")
        parser.add_argument("--zone", choices=Zone.values, help="else the province's")
        parser.add_argument("--code", default="", help="Kemendagri's, such as 32.73.01.1001")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = plan_from(options)
            numbers = parse_units(options["rt"])
            invitation = found_rw(plan, rt_numbers=numbers, operator=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except DomainError as error:
            raise CommandError(str(error)) from None
        code = code_of(invitation) or ""
        self.stdout.write(f"RW {plan.number}, RT {', '.join(numbers)}")
        self.stdout.write(absolute(f"/gabung/{code.replace('-', '')}/"))


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
