from pathlib import Path

from django.conf import settings

from web.static_files import without_comments

STATIC = Path(settings.BASE_DIR) / "static"


def test_our_css_and_js_are_served_without_their_comments() -> None:
    assert without_comments("css/app.0a1b.css", b"a { b: c; }\n/* why\n */\nd {}") == (
        b"a { b: c; }\n\nd {}"
    )
    assert without_comments("js/app.js", b'// why\nopen("https://x"); // kept\n  // gone\n') == (
        b'open("https://x"); // kept\n'
    )


def test_what_is_vendored_stays_byte_for_byte() -> None:
    script = b"// (c) somebody\nrun();"
    assert without_comments("vendor/htmx.min.js", script) == script


def test_every_rule_of_the_css_is_still_there() -> None:
    source = (STATIC / "css/app.css").read_bytes()
    served = without_comments("css/app.css", source)
    assert served.count(b"{") == served.count(b"}") == source.count(b"{") > 200
    assert b"/*" not in served
