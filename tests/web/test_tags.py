from django.utils import translation

from web.templatetags.gotongroyong import CHIPS, chip, icon


def test_icon_without_words_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in icon("bell")


def test_icon_with_words_is_a_picture_with_a_name() -> None:
    assert 'role="img" aria-label="New &lt;b&gt;"' in icon("bell", label="New <b>")


def test_category_icons_come_from_their_own_sprite() -> None:
    assert ("icons/categories" in icon("cat-ride"), "icons/ui" in icon("bell")) == (True, True)


def test_chip_says_in_words_what_its_colour_says() -> None:
    with translation.override("en"):
        shown = chip("in_progress")
    assert "chip--progress" in shown
    assert "<svg" in shown
    assert shown.endswith("In progress</span>")


def test_normal_urgency_has_no_chip() -> None:
    assert [chip(code) for code in ("normal", "biasa", "", None)] == ["", "", "", ""]


def test_unknown_code_is_shown_and_escaped() -> None:
    assert "&lt;i&gt;" in chip("<i>")


def test_every_chip_has_a_tone_that_the_css_knows() -> None:
    tones = {tone for tone, _, _ in CHIPS.values()}
    assert tones == {"open", "wait", "progress", "done", "muted", "urgent"}
