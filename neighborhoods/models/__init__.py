"""The tables of neighbourhoods, by what they are about."""

from neighborhoods.models.memberships import Membership, MembershipQuerySet
from neighborhoods.models.offices import (
    Handover,
    HandoverQuerySet,
    Office,
    OfficeDates,
    OfficeQuerySet,
)
from neighborhoods.models.units import (
    Household,
    RukunTetangga,
    RukunTetanggaQuerySet,
    RukunWarga,
    Zone,
)
from neighborhoods.models.ways_in import Founding, Invitation, InvitationQuerySet

__all__ = [
    "Founding",
    "Handover",
    "HandoverQuerySet",
    "Household",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Office",
    "OfficeDates",
    "OfficeQuerySet",
    "RukunTetangga",
    "RukunTetanggaQuerySet",
    "RukunWarga",
    "Zone",
]
