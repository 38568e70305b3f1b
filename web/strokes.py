"""An icon of a sprite as plain lines, for pictures that can't hold an SVG.

Knows what Lucide's icons are drawn with: paths whose arcs are parts of circles, circles,
rectangles, corners. Points are complex numbers in the icon's own 24 by 24 units.
"""

import cmath
import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from django.contrib.staticfiles import finders

Line = list[complex]
SIZE = 24
# How many pieces a curve becomes; at 200 pixels nobody sees the corners.
PIECES = 16
NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"
# Written closely, an arc's two flags stand without a space: `a2 2 0 0122 17`.
ARC = re.compile(rf"({NUMBER})[ ,]*" * 3 + rf"([01])[ ,]*([01])[ ,]*({NUMBER})[ ,]*({NUMBER})")
NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
SVG = "{http://www.w3.org/2000/svg}"


def sprite_of(name: str) -> str:
    """By an icon's first syllable; all others are on every page."""
    return {"cat": "categories", "ev": "events", "pp": "people"}.get(name.partition("-")[0], "ui")


@cache
def strokes(name: str) -> tuple[tuple[complex, ...], ...]:
    """The lines of one icon; none where its sprite has no such symbol."""
    path = finders.find(f"icons/{sprite_of(name)}.svg")
    # Our own file, kept by its hash in vendor.lock.json.
    root = ET.fromstring(Path(str(path)).read_text())  # noqa: S314
    symbol = root.find(f"{SVG}symbol[@id='{name}']")
    shapes = list(symbol) if symbol is not None else []
    return tuple(tuple(line) for shape in shapes for line in lines_of(shape))


def lines_of(shape: ET.Element) -> list[Line]:
    values = {
        key: float(value) for key, value in shape.attrib.items() if re.fullmatch(NUMBER, value)
    }
    match shape.tag.removeprefix(SVG):
        case "path":
            return trace(shape.attrib["d"])
        case "polyline":
            return trace(f"M{shape.attrib['points']}")
        case "line":
            return trace("M{x1} {y1}L{x2} {y2}".format(**values))
        case "circle":
            return [circle(complex(values["cx"], values["cy"]), values["r"])]
        case "rect":
            return [rectangle(values)]
    raise ValueError(f"no lines are known for {shape.tag}")


def circle(center: complex, radius: float) -> Line:
    turns = range(4 * PIECES + 1)
    return [center + cmath.rect(radius, turn * math.tau / (4 * PIECES)) for turn in turns]


def rectangle(values: dict[str, float]) -> Line:
    x, y, r = values["x"], values["y"], values.get("rx", 0)
    across, down = values["width"] - 2 * r, values["height"] - 2 * r
    round_ = f"a{r} {r} 0 0 1"
    return trace(
        f"M{x + r} {y}h{across}{round_} {r} {r}v{down}{round_} -{r} {r}"
        f"h-{across}{round_} -{r} -{r}v-{down}{round_} {r} -{r}z"
    )[0]


def trace(path: str) -> list[Line]:
    pen = Pen()
    for command, numbers in commands(path):
        pen.draw(command, numbers)
    return pen.lines


def commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its own numbers; what follows a move's are lines."""
    for letter, words in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", path):
        numbers = numbers_of(letter, words)
        takes, command = NUMBERS[letter.upper()], letter
        for start in range(0, len(numbers) or 1, takes or 1):
            yield command, numbers[start : start + takes]
            command = {"M": "L", "m": "l"}.get(command, command)


def numbers_of(letter: str, words: str) -> list[float]:
    if letter in "Aa":
        return [float(number) for arc in ARC.findall(words) for number in arc]
    return [float(number) for number in re.findall(NUMBER, words)]


class Pen:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.at = 0j
        # The last curve's handle, which the next one may mirror.
        self.handle: complex | None = None

    def draw(self, command: str, numbers: list[float]) -> None:
        base = self.at if command.islower() else 0j
        pairs = zip(numbers[::2], numbers[1::2], strict=False)
        points = [base + complex(x, y) for x, y in pairs]
        handle, self.handle = self.handle, None
        match command.upper():
            case "M":
                self.lines.append([points[0]])
            case "A":
                self.arc(numbers, base + complex(*numbers[5:]))
            case "C" | "Q":
                self.bow(points)
            case "S" | "T":
                self.bow([2 * self.at - handle if handle is not None else self.at, *points])
            case letter:
                self.lines[-1].append(self.straight(letter, numbers, base))
        self.at = self.lines[-1][-1]

    def straight(self, letter: str, numbers: list[float], base: complex) -> complex:
        if letter == "H":
            return complex(base.real + numbers[0], self.at.imag)
        if letter == "V":
            return complex(self.at.real, base.imag + numbers[0])
        return base + complex(*numbers) if letter == "L" else self.lines[-1][0]

    def bow(self, points: list[complex]) -> None:
        """A curve of one handle or of two, which stand before its end."""
        start, end = self.at, points[-1]
        self.handle = points[-2]
        if len(points) == 2:
            points = [start + (self.handle - start) * 2 / 3, end + (self.handle - end) * 2 / 3, end]
        first, second, _ = points
        for piece in range(1, PIECES + 1):
            t = piece / PIECES
            u = 1 - t
            self.lines[-1].append(
                u**3 * start + 3 * u * u * t * first + 3 * u * t * t * second + t**3 * end
            )

    def arc(self, numbers: list[float], end: complex) -> None:
        """Part of a circle; `numbers` as in SVG, the two flags at 3 and 4."""
        long_way, clockwise = bool(numbers[3]), bool(numbers[4])
        half = (end - self.at) / 2
        if not half:
            return
        radius = max(numbers[0], abs(half))
        away = math.sqrt(radius**2 - abs(half) ** 2) * (1 if long_way != clockwise else -1)
        center = self.at + half + away * 1j * half / abs(half)
        start = cmath.phase(self.at - center)
        turn = cmath.phase((end - center) / (self.at - center))
        if clockwise and turn < 0:
            turn += math.tau
        elif not clockwise and turn > 0:
            turn -= math.tau
        for piece in range(1, PIECES + 1):
            self.lines[-1].append(center + cmath.rect(radius, start + turn * piece / PIECES))
