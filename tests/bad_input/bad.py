"""What people, phones and scripts put into fields that were not made for it."""

from typing import Protocol

MARKUP = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "right to left": "\u202egnolot ipat",
    "emoji": "\U0001f35a" * 60,
    "sql": "'; DROP TABLE requests_app_aidrequest; --",
    "percent": "100%s %(what)s %d",
    "combining": "a" + "\u0301" * 60,
}
# Postgres stores no NUL; a form that lets one through dies in the database.
NUL = "Titip\x00belanja"
RAW = ("<script>alert(1)", "<img src=x")


class Answer(Protocol):
    """What these tests read of a response."""

    status_code: int

    @property
    def content(self) -> bytes: ...


def shows_no_markup(response: Answer) -> bool:
    text = response.content.decode()
    return not any(raw in text for raw in RAW)


def error_of(response: Answer, field: str) -> str:
    """The field's own sentence, which its entry must name in aria-describedby."""
    text = response.content.decode()
    assert f'id="id_{field}_error"' in text, f"no sentence at {field}"
    described = [part.split('"')[0] for part in text.split('aria-describedby="')[1:]]
    assert any(f"id_{field}_error" in ids.split() for ids in described), f"{field} is not tied"
    sentence = text.partition(f'id="id_{field}_error"')[2].partition("<span>")[2]
    return sentence.partition("</span>")[0].strip()
