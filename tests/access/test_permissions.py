"""Every permission comes from an office or a membership in force, never from a flag."""

import re

from django.conf import settings

FLAGS = re.compile(
    r"is_staff|is_superuser|has_perm|permission_required|user_passes_test|staff_member_required"
)
# The flags' own home, the demo's operator, and words: who runs the platform is named so. Who
# founds an RW for others and is told where nobody else is; whose account nobody of a
# neighbourhood can help back into, and to whom no code is sent; who joins none and deletes none of
# its accounts.
ALLOWED = {
    "accounts/admin.py",
    "accounts/erasure.py",
    "accounts/models.py",
    "accounts/personal.py",
    "accounts/sign_in_codes.py",
    "coordinators/audit.py",
    "coordinators/data_handlers.py",
    "gotongroyong/mydata/seen.py",
    "neighborhoods/first_invitation.py",
    "neighborhoods/founding.py",
    "neighborhoods/founding_admin.py",
    "neighborhoods/invitation_words.py",
    "neighborhoods/joining_views.py",
    "neighborhoods/memberships.py",
    "neighborhoods/rescue.py",
    "gotongroyong/demo/guard.py",
    "gotongroyong/demo/people.py",
    "templates/gotongroyong/waiting.html",
}
ROOMS = (
    "web",
    "journal",
    "accounts",
    "notifications",
    "neighborhoods",
    "volunteers",
    "requests_app",
    "events",
    "moderation",
    "coordinators",
    "gotongroyong",
    "templates",
)


def test_no_flag_on_a_person_opens_a_door() -> None:
    assert files_naming(FLAGS) == ALLOWED


def test_what_is_in_force_is_asked_at_one_place() -> None:
    """Whoever looks for running offices otherwise lists or ends them, and opens nothing by it."""
    ended = re.compile(r"\bended_at=None\b.*Office|Office.*\bended_at=None\b", re.DOTALL)
    found = {path for path in files_naming(ended) if "Office.objects.filter(" in text_of(path)}
    listing = {
        "coordinators/office_views.py",
        "coordinators/posts.py",
        "neighborhoods/office_life.py",
        "neighborhoods/office_rules.py",
        "neighborhoods/offices.py",
        "neighborhoods/personal.py",
        # Outranked by whoever holds or will hold more: closes a door.
        "neighborhoods/rescue.py",
        "neighborhoods/units.py",
    }
    assert found <= listing


def files_naming(pattern: re.Pattern[str]) -> set[str]:
    paths = (
        path
        for room in ROOMS
        for kind in ("*.py", "*.html")
        for path in (settings.BASE_DIR / room).rglob(kind)
        if "migrations" not in path.parts
    )
    names = (str(path.relative_to(settings.BASE_DIR)) for path in paths)
    return {name for name in names if pattern.search(text_of(name))}


def text_of(name: str) -> str:
    return (settings.BASE_DIR / name).read_text()
