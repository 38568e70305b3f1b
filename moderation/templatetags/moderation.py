"""What moderation adds to the pages of the floors below: templates may look up, code may not."""

from django import template

from moderation.side import Note, note_on
from moderation.things import Thing

register = template.Library()


@register.inclusion_tag("moderation/notice.html", takes_context=True)
def case_notice(context: template.Context, thing: Thing) -> dict[str, Note]:
    """`{% case_notice need %}`, above it: hidden or kept, why, and how to appeal."""
    return {"note": note_on(thing, context["request"].standing)}


@register.inclusion_tag("moderation/report_link.html", takes_context=True)
def report_link(context: template.Context, thing: Thing) -> dict[str, Note]:
    """`{% report_link need %}`, below it: report it, or how one's report stands."""
    return {"note": note_on(thing, context["request"].standing)}
