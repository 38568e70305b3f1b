"""What this app keeps about a person. Sign-in's own and Django's tables: `personal_access`."""

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.consents import version_in_words
from accounts.models import (
    Consent,
    DataExport,
    DataRequest,
    Device,
    Limit,
    ResetLink,
    Resident,
    SignInCode,
)
from accounts.personal_access import access_holdings
from accounts.personal_data import (
    ANOTHER,
    KEY,
    MACHINERY,
    PLACE,
    SECRET,
    THE_PERSON,
    Holding,
    delete_rows,
    impersonal,
    register,
)

KEPT_WITH_ACCOUNT = _("until you delete your account")


def own(resident: Resident) -> QuerySet[Resident]:
    return Resident.objects.filter(pk=resident.pk)


def forget_resident(resident: Resident) -> None:
    """The row stays, empty: what they did for others points at it. The first moment counts."""
    resident.set_unusable_password()
    own(resident).update(
        phone=None,
        name="",
        email="",
        language="",
        text_size="",
        password=resident.password,
        last_login=None,
        adult_since=None,
        is_active=False,
        is_staff=False,
        is_superuser=False,
        erase_after=None,
        ways_in_since=None,
        erased_at=Coalesce("erased_at", timezone.now()),
    )


def end_consents(resident: Resident) -> None:
    Consent.objects.filter(resident=resident, withdrawn_at=None).update(withdrawn_at=timezone.now())


def requests_of(resident: Resident) -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(resident=resident)


def devices_of(resident: Resident) -> QuerySet[Device]:
    return Device.objects.filter(resident=resident)


def reset_links_of(resident: Resident) -> QuerySet[ResetLink]:
    return ResetLink.objects.filter(resident=resident)


def codes_of(resident: Resident) -> QuerySet[SignInCode]:
    return SignInCode.objects.filter(resident=resident)


def exports_of(resident: Resident) -> QuerySet[DataExport]:
    return DataExport.objects.filter(resident=resident)


ACCOUNT = Holding(
    model=Resident,
    title=_("Your account"),
    of=own,
    exported={
        "name": _("Name"),
        "phone": _("Phone number"),
        "email": _("Email"),
        "language": _("Language"),
        "text_size": _("Text size"),
        "date_joined": _("Account created"),
        "last_login": _("Last signed in"),
        "adult_since": _("Said to be 18 or older"),
        "erase_after": _("To be deleted after"),
        "is_active": _("May sign in"),
        "is_staff": _("Platform operator"),
    },
    left_out={
        "id": KEY,
        "password": SECRET,
        "is_superuser": "the same as the platform operator's mark",
        "erasing_since": "empty as long as there is an account to export",
        "erased_at": "empty as long as there is an account to export",
        "ways_in_since": "the journal, exported as well, says when and why ways in were ended",
    },
    erase=forget_resident,
    kept=KEPT_WITH_ACCOUNT,
)
CONSENTS = Holding(
    model=Consent,
    title=_("Your consents"),
    of=lambda resident: Consent.objects.filter(resident=resident),
    exported={
        "purpose": _("Purpose"),
        "text_version": _("Version of the text"),
        "given_at": _("Given"),
        "withdrawn_at": pgettext_lazy("of a consent", "Withdrawn"),
    },
    left_out={"id": KEY, "resident": THE_PERSON},
    erase=end_consents,
    shown={"text_version": lambda consent: version_in_words(consent.text_version)},
    kept=_("for good, without your name: it proves what was agreed to"),
)
REQUESTS = Holding(
    model=DataRequest,
    title=_("Your requests about your data"),
    of=requests_of,
    exported={
        "kind": _("Kind"),
        "words": _("Your words"),
        "asked_at": _("Asked"),
        "due_at": _("To be answered by"),
        "handled_at": _("Answered"),
        "answer": _("The answer"),
    },
    left_out={"id": KEY, "resident": THE_PERSON, "rw": PLACE, "handled_by": ANOTHER},
    erase={"words": "", "answer": ""},
    kept=_("the words for 90 days after the answer, the dates for good"),
)
DEVICES = Holding(
    model=Device,
    title=_("Your devices"),
    of=devices_of,
    exported={
        "label": _("Device"),
        "signed_in_at": _("Signed in"),
        "seen_at": _("Last seen"),
    },
    left_out={"id": KEY, "resident": THE_PERSON, "session_key": SECRET},
    erase=delete_rows(devices_of),
    kept=_("until the device is signed out, half a year at the most"),
)
RESET_LINKS = Holding(
    model=ResetLink,
    title=_("Links for a new password"),
    of=reset_links_of,
    exported={
        "made_at": _("Made"),
        "expires_at": _("Valid until"),
        "used_at": _("Used"),
        "revoked_at": _("Revoked"),
    },
    left_out={"id": KEY, "resident": THE_PERSON, "token_hash": SECRET, "made_by": ANOTHER},
    erase=delete_rows(reset_links_of),
    kept=_("for 30 days"),
)
CODES = Holding(
    model=SignInCode,
    title=_("Codes for signing in"),
    of=codes_of,
    exported={
        "made_at": _("Made"),
        "expires_at": _("Valid until"),
        "used_at": _("Used"),
        "wrong_tries": _("Wrong tries"),
    },
    left_out={
        "id": KEY,
        "resident": THE_PERSON,
        "browser_hash": SECRET,
        "code_hash": SECRET,
    },
    erase=delete_rows(codes_of),
    kept=_("for an hour"),
)
EXPORTS = Holding(
    model=DataExport,
    title=_("Your downloads of your data"),
    of=exports_of,
    exported={
        "asked_at": _("Asked"),
        "ready_at": _("Ready"),
        "expires_at": _("Kept until"),
    },
    left_out={"id": KEY, "resident": THE_PERSON, "content": "an earlier copy of this very page"},
    erase=delete_rows(exports_of),
    kept=_("the copy for 7 days, the dates until you delete your account"),
)


def register_holdings() -> None:
    register(ACCOUNT, CONSENTS, REQUESTS, DEVICES, RESET_LINKS, CODES, EXPORTS)
    register(
        impersonal(Limit, "key", why="a keyed hash; nobody can be read from it"),
        impersonal(Limit, "tries ends_at", why=MACHINERY),
        *access_holdings(),
    )
