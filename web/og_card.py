"""The picture of a shared link, 1200 by 630: indigo cloth, a woven strip, a sheet of paper.

A pure function of a poster, whose words are all the product's own: nothing a resident wrote
is drawn here, so nothing can be too long, and no name can slip in.
"""

from functools import cache, lru_cache
from io import BytesIO

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from web.share import Poster
from web.strokes import SIZE, strokes

# Raised with each change of the look, so that caches ask anew.
LOOK = 1
WIDTH, HEIGHT = 1200, 630
MARGIN, PADDING = 56, 44
NILA, NILA_TUA, NILA_MUDA = "#27407F", "#1B2D5C", "#E6EAF6"
KERTAS, TINTA, TINTA_2 = "#FFFFFF", "#221E1A", "#5C534A"
KUNYIT, KUNYIT_TUA, KUNYIT_MUDA = "#F3B23C", "#6B4300", "#FDF0D2"
PAPER = (MARGIN, 170, WIDTH - MARGIN, HEIGHT - MARGIN + 8)
PICTURE = 168
# Drawn larger and made smaller, since Pillow's lines have hard edges.
FINER = 4
FONT = "fonts/plus-jakarta-sans-700.woff2"


@lru_cache(maxsize=64)
def draw_card(poster: Poster | None, motto: str) -> bytes:
    """As PNG; without a poster the product's own card."""
    image = Image.new("RGB", (WIDTH, HEIGHT), NILA)
    draw_brand(image)
    draw_strip(image)
    ImageDraw.Draw(image).rounded_rectangle(PAPER, radius=28, fill=KERTAS)
    if poster:
        draw_poster(image, poster)
    else:
        draw_motto(image, motto)
    file = BytesIO()
    # A palette makes a third of the file, which the sharer's phone fetches too.
    image.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        file, "PNG", compress_level=9
    )
    return file.getvalue()


def draw_brand(image: Image.Image) -> None:
    draw_icon(image, "brand", (MARGIN, 22), 72, KERTAS)
    ImageDraw.Draw(image).text((MARGIN + 92, 58), "Gotong Royong", KERTAS, font(48), anchor="lm")


def draw_strip(image: Image.Image) -> None:
    """Anyaman, as under the pages' header: over and under, three times as large."""
    draw, top = ImageDraw.Draw(image), 112
    draw.rectangle((0, top, WIDTH, top + 35), fill=NILA_TUA)
    for row, shift in ((top + 3, 0), (top + 21, 36)):
        for x in range(-72, WIDTH, 72):
            draw.rectangle((x + shift, row, x + shift + 35, row + 11), fill=KUNYIT)
            draw.rectangle((x + shift + 48, row, x + shift + 59, row + 11), fill=KERTAS)


def draw_poster(image: Image.Image, poster: Poster) -> None:
    draw = ImageDraw.Draw(image)
    left, top = PAPER[0] + PADDING, PAPER[1] + PADDING
    draw_picture(image, poster.icon, (left, top))
    words = left + PICTURE + 36
    draw.text((words, top), poster.heading, TINTA_2, font(40))
    draw_title(draw, poster.kind, (words, top + 56), PAPER[2] - PADDING - words)
    draw.text((left, top + 216), plain(poster.when), TINTA, fitting(poster.when, 44), anchor="lm")
    draw.text((left, top + 302), poster.place, TINTA_2, font(44), anchor="lm")
    draw_pill(draw, poster.left, (PAPER[2] - PADDING, top + 302))


def draw_motto(image: Image.Image, motto: str) -> None:
    draw, middle = ImageDraw.Draw(image), (PAPER[1] + PAPER[3]) // 2
    left = PAPER[0] + PADDING
    draw_picture(image, "brand", (left, middle - PICTURE // 2))
    words = left + PICTURE + 36
    face, rows = wrapped(motto, PAPER[2] - PADDING - words, 76)
    draw.text((words, middle), "\n".join(rows), TINTA, face, anchor="lm", spacing=16)


def draw_picture(image: Image.Image, name: str, at: tuple[int, int]) -> None:
    """An icon on its tile, as on a card of the board."""
    x, y = at
    box = (x, y, x + PICTURE, y + PICTURE)
    ImageDraw.Draw(image).rounded_rectangle(box, radius=24, fill=NILA_MUDA)
    inset = PICTURE // 6
    draw_icon(image, name, (x + inset, y + inset), PICTURE - 2 * inset, NILA_TUA)


def draw_icon(image: Image.Image, name: str, at: tuple[int, int], size: int, colour: str) -> None:
    """Lines of two units with round ends, as the sprites' are on the pages."""
    unit = size * FINER / SIZE
    mask = Image.new("L", (size * FINER, size * FINER))
    pen = ImageDraw.Draw(mask)
    for line in strokes(name):
        points = [(point.real * unit, point.imag * unit) for point in line]
        pen.line(points, fill=255, width=round(2 * unit), joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - unit, y - unit, x + unit, y + unit), fill=255)
    image.paste(colour, at, mask.resize((size, size), Image.Resampling.BOX))


def draw_title(draw: ImageDraw.ImageDraw, words: str, at: tuple[int, int], width: int) -> None:
    face, rows = wrapped(words, width, 72)
    draw.text(at, "\n".join(rows), TINTA, face, spacing=6)


def draw_pill(draw: ImageDraw.ImageDraw, words: str, right: tuple[int, int]) -> None:
    """Ends at `right`, at its middle's height."""
    x, y = right
    width = round(font(44).getlength(words)) + 56
    draw.rounded_rectangle((x - width, y - 40, x, y + 40), radius=40, fill=KUNYIT_MUDA)
    draw.text((x - width // 2, y), words, KUNYIT_TUA, font(44), anchor="mm")


def wrapped(words: str, width: int, largest: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """In one row as large as may be, else in two, a size smaller."""
    if font(largest).getlength(words) <= width:
        return font(largest), [words]
    size = largest * 3 // 4
    while len(rows := broken(words, width, size)) > 2 and size > 24:
        size -= 4
    return font(size), rows


def broken(words: str, width: int, size: int) -> list[str]:
    rows = [""]
    for word in words.split(" "):
        longer = f"{rows[-1]} {word}".strip()
        if font(size).getlength(longer) <= width:
            rows[-1] = longer
        else:
            rows.append(word)
    return [row for row in rows if row]


def fitting(words: str, largest: int) -> ImageFont.FreeTypeFont:
    room = PAPER[2] - PAPER[0] - 2 * PADDING
    return font(min(largest, int(largest * room / font(largest).getlength(plain(words)))))


def plain(words: str) -> str:
    """The subset of the font has no no-break space."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(finders.find(FONT)), size)
