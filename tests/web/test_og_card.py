"""The picture of a shared link: its size, its look, what it costs, and that all words fit."""

import re
import time
from io import BytesIO
from itertools import product

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from PIL import Image, ImageDraw
from pytest_django import Settings

from events.shapes import SHAPES
from requests_app.categories import CATEGORIES
from web import og_card
from web.og_card import draw_card
from web.share import Poster
from web.strokes import SIZE, strokes

MOTTO = "Tetangga saling bantu"
NILA, NILA_TUA, NILA_MUDA, KERTAS = (39, 64, 127), (27, 45, 92), (230, 234, 246), (255, 255, 255)
KUNYIT, KUNYIT_MUDA = (243, 178, 60), (253, 240, 210)
# The palette may shift a colour by a shade that nobody sees.
SHADE = 3
MOST_BYTES, MOST_MS = 100_000, 300
LONGEST_WHEN = "Rabu, 30 September 2026 pukul 17.30\N{NO-BREAK SPACE}WITA"


def poster(**changes: str) -> Poster:
    values = {
        "heading": "Butuh bantuan",
        "kind": "Belanja / titip beli",
        "icon": "cat-errand",
        "when": "Minggu, 22 November 2026 pukul 07.30\N{NO-BREAK SPACE}WIB",
        "place": "RT 003/RW 005",
        "left": "Masih butuh 2 orang",
        "invitation": "Bisa bantu? Buka:",
        "sign_in": "Masuk untuk membantu",
    }
    return Poster(**values | changes)


def drawn(found: Poster | None) -> Image.Image:
    image = Image.open(BytesIO(draw_card(found, MOTTO)))
    image.load()
    return image


def has(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    pixel = image.convert("RGB").getpixel(at)
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= SHADE for a, b in zip(pixel, colour, strict=True))


def test_it_is_a_png_of_the_size_that_messengers_ask_for() -> None:
    image = drawn(poster())
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert image.info == {}


def test_it_has_the_products_look() -> None:
    image = drawn(poster())
    ground, strip, paper = (10, 10), (20, 120), (600, 180)
    tile, pill = (110, 225), (1085, 517)
    seen = [has(image, at, colour) for at, colour in (
        (ground, NILA), ((10, 620), NILA), (strip, KUNYIT), (paper, KERTAS),
        (tile, NILA_MUDA), (pill, KUNYIT_MUDA),
    )]  # fmt: skip
    assert seen == [True] * 6


def test_without_a_poster_it_is_the_products_own_card() -> None:
    image = drawn(None)
    assert (image.size, has(image, (10, 10), NILA)) == ((1200, 630), True)
    assert not has(image, (1085, 517), KUNYIT_MUDA)


def test_each_word_that_changes_changes_the_picture() -> None:
    first = draw_card(poster(), MOTTO)
    others = {
        "kind": "Kerja bakti", "icon": "ev-sports", "when": "Secepatnya", "place": "RW 005",
        "left": "Sudah cukup orang", "heading": "Kegiatan",
    }  # fmt: skip
    pictures = {draw_card(poster(**{name: word}), MOTTO) for name, word in others.items()}
    assert len(pictures | {first}) == len(others) + 1


def every_kind() -> set[tuple[str, str]]:
    found = {f"cat-{code}": each.label for code, each in CATEGORIES.items()}
    found |= {f"ev-{code}": each.label for code, each in SHAPES.items()}
    languages = [code for code, _ in settings.LANGUAGES]
    kinds = set()
    for (icon, label), language in product(found.items(), languages):
        with translation.override(language):
            kinds.add((icon, str(label)))
    return kinds


def test_the_words_of_every_kind_stay_on_the_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured where they are drawn: no text may pass the paper's padding, nor another's."""
    boxes: list[tuple[float, float, float, float]] = []
    draw_text = ImageDraw.ImageDraw.text

    def measured(self: ImageDraw.ImageDraw, xy: tuple[float, float], text: str, *args: object,
                 **options: object) -> None:  # fmt: skip
        kept = {key: options[key] for key in ("anchor", "spacing") if key in options}
        boxes.append(self.textbbox(xy, text, args[1], **kept))  # type: ignore[arg-type]
        draw_text(self, xy, text, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", measured)
    og_card.draw_card.cache_clear()
    left, top, right, bottom = og_card.PAPER
    wrong = []
    for icon, kind in every_kind():
        boxes.clear()
        draw_card(poster(kind=kind, icon=icon, when=LONGEST_WHEN), MOTTO)
        inside = [left <= a and top <= b and c <= right and d <= bottom for a, b, c, d in boxes[1:]]
        if inside != [True] * 5 or any(touch(a, b) for a, b in product(boxes, boxes) if a != b):
            wrong.append((kind, boxes[1:]))
    assert wrong == []


def touch(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_the_font_has_every_letter_that_is_drawn() -> None:
    """A letter that is missing is drawn as the font's empty box."""
    face = og_card.font(40)
    box = bytes(face.getmask("\N{SNOWMAN}"))
    said = "".join(label for _, label in every_kind()) + MOTTO
    said += "".join(vars(poster(when=LONGEST_WHEN)).values())
    letters = set(og_card.plain(said)) - {" "}
    assert {letter for letter in letters if bytes(face.getmask(letter)) == box} == set()


def test_every_icon_of_the_sprites_can_be_drawn() -> None:
    folder = settings.BASE_DIR / "static/icons"
    for sprite in folder.glob("*.svg"):
        for name in re.findall(r'<symbol id="([\w-]+)"', sprite.read_text()):
            points = [point for line in strokes(name) for point in line]
            assert points, name
            assert all(0 <= p.real <= SIZE and 0 <= p.imag <= SIZE for p in points), name


def test_an_icon_has_its_lines_where_the_sprite_has_them() -> None:
    """Of a clock: the ring's edges and the middle, where the hands meet."""
    image = Image.new("RGB", (240, 240), "white")
    og_card.draw_icon(image, "clock", (0, 0), 240, "black")
    dark = [
        image.getpixel(at) == (0, 0, 0) for at in ((120, 20), (220, 120), (20, 120), (120, 120))
    ]
    light = [image.getpixel(at) == (255, 255, 255) for at in ((60, 120), (5, 5), (235, 235))]
    assert (dark, light) == ([True] * 4, [True] * 3)


def test_it_is_small_and_quickly_drawn() -> None:
    times, sizes = [], []
    for number in range(5):
        begun = time.process_time()
        picture = draw_card(
            poster(kind="Bantu administrasi / BPJS", place=f"RT 10{number}/RW 005"), MOTTO
        )
        times.append((time.process_time() - begun) * 1000)
        sizes.append(len(picture))
    assert min(times) < MOST_MS
    assert max(sizes) < MOST_BYTES


def test_no_more_pictures_are_kept_than_memory_bears() -> None:
    most = draw_card.cache_parameters()["maxsize"]
    assert most is not None
    assert most * MOST_BYTES <= 10_000_000


def test_the_front_page_has_a_card_of_its_own(db: None, client: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://rukun.example"
    page = client.get("/").content.decode()
    facts = dict(re.findall(r'<meta property="([\w:]+)" content="([^"]*)"', page))
    assert (facts["og:title"], facts["og:image"], facts["og:url"]) == (
        "Gotong Royong",
        "https://rukun.example/kartu.png",
        "https://rukun.example/",
    )
    assert 'name="robots"' not in page
    assert client.get("/kartu.png").content == draw_card(None, MOTTO)
