"""Six months of one figure as bars: drawn on the server, read aloud from a table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coordinators.figures import Figures
from coordinators.items import short_span

# In the drawing's own units; the page stretches it to its card.
COLUMN, BAR, TALLEST, TOP = 50, 30, 72, 20
FLOOR = TOP + TALLEST
HEIGHT = FLOOR + 20
NOTHING = "–"
Text = str | Promise


@dataclass(frozen=True)
class Bar:
    month: str
    month_in_full: str
    words: str
    x: int
    y: int
    height: int
    middle: int
    is_current: bool


@dataclass(frozen=True)
class Chart:
    key: str
    icon: str
    title: Text
    # The month's own figure, large, and a line on what it counts.
    value: str
    note: str
    bars: tuple[Bar, ...]

    @property
    def read_aloud(self) -> str:
        """What the drawing shows, in one sentence."""
        seen = ", ".join(f"{bar.month_in_full}: {bar.words}" for bar in self.bars)
        return f"{self.title}. {seen}"

    # The drawing's measures, for the template.
    width, drawn_height, floor, bar_width = COLUMN * 6, HEIGHT, FLOOR, BAR


@dataclass(frozen=True)
class Measure:
    """One figure: how tall its bar is, and how it is said."""

    key: str
    icon: str
    title: Text
    size: Callable[[Figures], float | None]
    words: Callable[[Figures], str]
    note: Callable[[Figures], str] = lambda figures: ""


def charts_of(months: list[Figures]) -> list[Chart]:
    """One for each measure; the last of `months` is the one looked at."""
    return [chart(measure, months) for measure in MEASURES]


def chart(measure: Measure, months: list[Figures]) -> Chart:
    largest = max(measure.size(figures) or 0 for figures in months)
    now = months[-1]
    return Chart(
        key=measure.key,
        icon=measure.icon,
        title=measure.title,
        value=measure.words(now),
        note=measure.note(now),
        bars=tuple(bar(measure, figures, n, largest, now) for n, figures in enumerate(months)),
    )


def bar(measure: Measure, figures: Figures, n: int, largest: float, now: Figures) -> Bar:
    size = measure.size(figures) or 0
    # What is there is seen, however small beside the largest.
    height = max(round(TALLEST * size / largest), 2) if size else 0
    return Bar(
        month=figures.month.short_name,
        month_in_full=figures.month.name,
        words=measure.words(figures),
        x=n * COLUMN + (COLUMN - BAR) // 2,
        y=FLOOR - height,
        height=height,
        middle=n * COLUMN + COLUMN // 2,
        is_current=figures is now,
    )


def percent(share: float | None) -> str:
    return NOTHING if share is None else f"{share:.0%}"


def seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


def median_words(span: timedelta | None) -> str:
    return NOTHING if span is None else short_span(span)


def share_note(figures: Figures) -> str:
    if not figures.opened:
        return ""
    return ngettext(
        "%(filled)d of the %(opened)d that opened found a helper.",
        "%(filled)d of the %(opened)d that opened found a helper.",
        figures.opened,
    ) % {"filled": figures.filled, "opened": figures.opened}


MEASURES = (
    Measure(
        "posted",
        "help",
        gettext_lazy("Needs posted"),
        size=lambda figures: figures.posted,
        words=lambda figures: str(figures.posted),
    ),
    Measure(
        "filled",
        "done",
        gettext_lazy("Share that found help"),
        size=lambda figures: figures.share_filled,
        words=lambda figures: percent(figures.share_filled),
        note=share_note,
    ),
    Measure(
        "wait",
        "clock",
        gettext_lazy("Time to the first helper"),
        size=lambda figures: seconds(figures.median_wait),
        words=lambda figures: median_words(figures.median_wait),
        note=lambda figures: (
            _("Half of those that found help waited no longer than this.") if figures.filled else ""
        ),
    ),
    Measure(
        "helpers",
        "users",
        gettext_lazy("People who helped"),
        size=lambda figures: figures.helpers,
        words=lambda figures: str(figures.helpers),
        note=lambda figures: _("Each counted once, where the help was marked as done."),
    ),
    Measure(
        "held",
        "calendar",
        gettext_lazy("Events held"),
        size=lambda figures: figures.held,
        words=lambda figures: str(figures.held),
    ),
    Measure(
        "came",
        "verified",
        gettext_lazy("People who came to events"),
        size=lambda figures: figures.came,
        words=lambda figures: str(figures.came),
        note=lambda figures: _("With those who came without signing up."),
    ),
)
