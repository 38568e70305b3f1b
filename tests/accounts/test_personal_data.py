"""The registry against the models: nothing personal is kept that nobody named."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from accounts import personal_data
from accounts.models import Resident
from accounts.personal_data import gaps, holdings, strangers


@pytest.fixture
def fewer_holdings(monkeypatch: pytest.MonkeyPatch) -> list[personal_data.Holding]:
    """The registry to change at will."""
    copy = list(personal_data._holdings)
    monkeypatch.setattr(personal_data, "_holdings", copy)
    return copy


@pytest.fixture
def new_table() -> Iterator[type[models.Model]]:
    """A model that somebody adds and forgets here."""

    class Diary(models.Model):
        writer = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
        words = models.TextField()

        class Meta:
            app_label = "accounts"

        def __str__(self) -> str:
            return "Diary"

    yield Diary
    del apps.all_models["accounts"]["diary"]
    apps.clear_cache()


def test_every_field_of_every_table_is_exported_or_named_with_a_reason() -> None:
    assert gaps() == []
    assert strangers() == []


def test_a_new_table_with_words_and_a_person_is_noticed(new_table: type[models.Model]) -> None:
    assert gaps() == [f"accounts.Diary.{name}" for name in ("id", "words", "writer")]


def test_a_forgotten_holding_is_noticed(fewer_holdings: list[personal_data.Holding]) -> None:
    fewer_holdings[:] = [h for h in fewer_holdings if h.model._meta.label != "moderation.Report"]
    assert "moderation.Report.details" in gaps()
    assert "moderation.Report.reporter" in gaps()


def test_whatever_is_left_out_has_its_reason_in_words() -> None:
    for holding in personal_data._holdings:
        for name, reason in holding.left_out.items():
            assert len(reason.split()) > 2, (holding.model, name)
        if isinstance(holding.erase, str):
            assert len(holding.erase.split()) > 2, holding.model


def test_every_holding_says_how_long_it_is_kept() -> None:
    for holding in holdings():
        assert str(holding.title), holding.model
        assert str(holding.kept), holding.model
