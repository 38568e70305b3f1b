"""The look's own tags, a builtin library: no `{% load %}` needed."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from web.held import as_words
from web.phones import display_phone
from web.strokes import sprite_of

register = template.Library()

# code: (tone, icon, words); a chip's colour never speaks alone.
CHIPS = {
    "pending": ("wait", "waiting", gettext_noop("Awaiting approval")),
    "open": ("open", "open", gettext_noop("Open")),
    "in_progress": ("progress", "help", gettext_noop("In progress")),
    "enough": ("progress", "users", gettext_noop("Enough helpers")),
    "done": ("done", "done", gettext_noop("Done")),
    "needs_changes": ("wait", "edit", gettext_noop("Needs changes")),
    "declined": ("muted", "cancelled", gettext_noop("Not approved")),
    "cancelled": ("muted", "cancelled", gettext_noop("Cancelled")),
    "expired": ("muted", "clock", gettext_noop("Expired")),
    "hidden": ("muted", "hidden", gettext_noop("Hidden")),
    "emergency": ("urgent", "siren", gettext_noop("Emergency")),
    "urgent": ("urgent", "alert", gettext_noop("Urgent")),
    "verified": ("done", "verified", gettext_noop("Verified resident")),
    "unverified": ("wait", "waiting", gettext_noop("Awaiting verification")),
    "confirm": ("wait", "done", gettext_noop("Please confirm")),
    "mine": ("muted", "user", gettext_noop("Yours")),
    "helping": ("done", "check", gettext_noop("You help")),
    "offered": ("wait", "help", gettext_noop("A place for you")),
    "clash": ("urgent", "alert", gettext_noop("Same time as another")),
    # Events, and what the reader is in them.
    "rain": ("wait", "ev-rain", gettext_noop("Postponed because of rain")),
    "other": ("wait", "calendar", gettext_noop("Postponed")),
    "held": ("wait", "eye", gettext_noop("Waits for a look")),
    "joined": ("done", "check", gettext_noop("You're joining")),
    "in_line": ("wait", "waiting", gettext_noop("On the waiting list")),
    # What waits at the desk.
    "report": ("urgent", "flag", gettext_noop("Reported")),
    "appeal": ("wait", "flag", gettext_noop("Appeal")),
    "unfilled": ("wait", "users", gettext_noop("Nobody helps yet")),
    "closing": ("wait", "calendar", gettext_noop("Over, not yet closed")),
    # Who holds an office.
    "deputy": ("wait", "pp-term", gettext_noop("Deputy")),
    "gone": ("urgent", "pp-leave", gettext_noop("Moved away")),
    "house_knows": ("done", "check", gettext_noop("The house knows them")),
    "house_denies": ("urgent", "alert", gettext_noop("The house says no")),
    "data_request": ("wait", "pp-data", gettext_noop("Personal data")),
    "overdue": ("urgent", "alert", gettext_noop("Overdue")),
    # The Indonesian codes of urgency, where a template holds those.
    "darurat": ("urgent", "siren", gettext_noop("Emergency")),
    "segera": ("urgent", "alert", gettext_noop("Urgent")),
}
NO_CHIP = ("normal", "biasa", "", None)


@register.simple_tag
def asset(path: str) -> str:
    """Like `static`, but a page that reports trouble must not die of a missing manifest."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    sprite = asset(f"icons/{sprite_of(name)}.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label,
            sprite,
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name
    )


@register.simple_tag
def chip(code: str | None, label: str = "") -> SafeString | str:
    """`{% chip need.status %}`; `label` says it in other words. 'Normal' has no chip."""
    if code in NO_CHIP:
        return ""
    tone, picture, words = CHIPS.get(str(code), ("muted", "info", label or str(code)))
    return format_html(
        '<span class="chip chip--{}">{}{}</span>', tone, icon(picture), label or _(words)
    )


@register.filter
def phone(e164: str) -> str:
    """`{{ contact.phone|phone }}`: 0812-3456-7890."""
    return display_phone(e164)


@register.filter
def held(codes: str) -> str:
    """`{{ need.held_for|held }}`: an account number and a link."""
    return as_words(codes)


@register.inclusion_tag("components/tab.html", takes_context=True)
def tab(
    context: template.Context, name: str, icon: str, label: str, *also: str
) -> dict[str, object]:
    """One tab of the main menu; `also` names the screens that lie under it."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = getattr(match, "url_name", None)
    return {"name": name, "icon": icon, "label": label, "current": here in (name, *also)}
