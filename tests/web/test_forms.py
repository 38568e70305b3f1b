"""One look for all forms: labels, help, errors and the summary, tied by ids."""

import re

from django import forms
from django.utils import translation


class Sample(forms.Form):
    title = forms.CharField(label="Title", help_text="A short one")
    details = forms.CharField(label="Details", widget=forms.Textarea, required=False)
    circle = forms.ChoiceField(
        label="Circle", choices=[("rw", "RW"), ("rt", "RT")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput)


def html(form: forms.Form | forms.BoundField) -> str:
    with translation.override("en"):
        rendered = form.as_field_group() if isinstance(form, forms.BoundField) else str(form)
    return re.sub(r"\s+", " ", rendered)


def tag(page: str, name: str) -> str:
    found = re.search(rf'<\w+ [^>]*name="{name}"[^>]*>', page)
    return found.group() if found else ""


def test_fresh_form_has_no_summary() -> None:
    assert "error-summary" not in html(Sample())


def test_label_help_and_input_are_tied_together() -> None:
    page = html(Sample()["title"])
    assert 'for="id_title"' in page
    assert 'id="id_title_helptext">A short one<' in page
    assert 'aria-describedby="id_title_helptext"' in tag(page, "title")


def test_only_an_optional_field_says_so() -> None:
    marks = {name: "(optional)" in html(Sample()[name]) for name in ("title", "details")}
    assert marks == {"title": False, "details": True}


def test_error_stands_beside_its_field_and_is_announced_with_it() -> None:
    page = html(Sample({})["title"])
    assert re.search(r'id="id_title_error">.*This field is required\.', page)
    assert 'aria-invalid="true"' in tag(page, "title")
    assert 'aria-describedby="id_title_helptext id_title_error"' in tag(page, "title")


def test_summary_takes_the_focus_and_leads_to_each_field() -> None:
    page = html(Sample({}))
    assert '<div class="error-summary" role="alert" tabindex="-1" autofocus>' in page
    links = re.findall(r'<a href="#([\w-]+)">', page)
    assert links == ["id_title", "id_circle_0", "id_agree"]
    assert [page.count(f'id="{target}"') for target in links] == [1, 1, 1]


def test_hidden_fields_error_is_in_the_summary() -> None:
    page = html(Sample({}))
    assert re.search(r"<ul>\s*<li>.*This field is required\.", page)
    assert page.count('name="token"') == 1


def test_radio_group_is_a_fieldset_with_its_error() -> None:
    page = html(Sample({})["circle"])
    assert '<fieldset class="field__set" aria-describedby="id_circle_error">' in page
    assert '<legend class="field__label">Circle</legend>' in page


def test_tick_comes_before_its_words() -> None:
    page = html(Sample()["agree"])
    assert page.index('name="agree"') < page.index('for="id_agree"')


def test_markup_in_an_entry_stays_words() -> None:
    page = html(Sample({"title": "<script>alert(1)</script>", "details": "</textarea><b>"}))
    assert "<script" not in page
    assert "<b>" not in page
