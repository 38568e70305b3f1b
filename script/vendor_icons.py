"""Four sprites out of Lucide's files: `ui.svg` is on every page, `categories.svg` only
where needs are chosen or shown, `events.svg` where events are and `people.svg` where people
are let in and looked after, so that the other pages don't pay for them.

Stroke and fill are left out; `.icon` in the CSS sets them and they inherit into <use>.
"""

import re
from pathlib import Path

# The product's own words on the left, so that templates don't know Lucide's.
UI = {
    "brand": "heart-handshake",
    "home": "house",
    "plus": "plus",
    "user": "user",
    "users": "users",
    "bell": "bell",
    "desk": "clipboard-check",
    "verified": "shield-check",
    "log-in": "log-in",
    "log-out": "log-out",
    "language": "languages",
    "phone": "phone",
    "place": "map-pin",
    "clock": "clock",
    "check": "check",
    "alert": "triangle-alert",
    "siren": "siren",
    "next": "chevron-right",
    "back": "arrow-left",
    "edit": "pencil",
    "send": "send",
    "eye": "eye",
    "hidden": "eye-off",
    "info": "info",
    "search": "search",
    "inbox": "inbox",
    "help": "hand-helping",
    "done": "circle-check",
    "cancelled": "circle-x",
    "open": "circle-dot",
    "waiting": "hourglass",
    "undo": "undo-2",
    "settings": "settings",
    "calendar": "calendar-days",
    "share": "share-2",
    "flag": "flag",
}

CATEGORIES = {
    "ride": "car",
    "blood": "droplet",
    "bereavement": "flower-2",
    # A yellow flag at the lane's mouth is how a death is made known.
    "funeral": "flag",
    "flood": "waves",
    "fire": "flame",
    "kitchen": "cooking-pot",
    "water": "glass-water",
    "food": "utensils",
    "medicine": "pill",
    "sickcare": "bed",
    "elder": "armchair",
    "disability": "accessibility",
    "childcare": "toy-brick",
    "schoolrun": "backpack",
    "maternity": "baby",
    "errand": "shopping-basket",
    "lifting": "package-open",
    "tools": "wrench",
    "tent": "tent",
    "repair": "hammer",
    "utility": "plug-zap",
    "tree": "tree-palm",
    "tutoring": "book-open",
    "paperwork": "file-text",
    "phonehelp": "smartphone",
    "hajatan": "party-popper",
    "housewatch": "key-round",
    "missing": "user-round-search",
    "lost": "paw-print",
    "other": "ellipsis",
}

# Kinds of event, and what else only the pages about events and the desk need.
EVENTS = {
    "kerja_bakti": "shovel",
    "ronda": "flashlight",
    "posyandu": "heart-pulse",
    "musyawarah": "messages-square",
    "arisan": "users-round",
    "pengajian": "book-open-text",
    "takziah": "flower",
    "seventeen": "flag-triangle-right",
    "sports": "dumbbell",
    "psn": "bug",
    "social": "handshake",
    "people": "users",
    "tools": "pickaxe",
    "food": "soup",
    "rain": "cloud-rain",
    "repeat": "repeat",
    "postponed": "calendar-clock",
    "download": "download",
    "copy": "copy",
    "chart": "chart-column",
    "history": "history",
}

# Coming in, offices, one's own data and safety.
PEOPLE = {
    "invite": "ticket",
    "qr": "qr-code",
    "print": "printer",
    "house": "house",
    "household": "users",
    "newcomer": "user-plus",
    "leave": "door-open",
    "rt": "map",
    "split": "split",
    "merge": "merge",
    "office": "landmark",
    "handover": "arrow-left-right",
    "term": "calendar-clock",
    "key": "key-round",
    "passkey": "fingerprint-pattern",
    "devices": "monitor-smartphone",
    "data": "folder",
    "download": "download",
    "erase": "trash-2",
    "consent": "file-check",
    "text": "a-large-small",
    "seen": "eye",
    "mail": "mail",
    "behalf": "users-round",
}


def symbol(name: str, source: Path) -> str:
    svg = re.sub(r"<!--.*?-->", "", source.read_text(), flags=re.DOTALL)
    inner = re.sub(r"^.*?<svg.*?>|</svg>.*$", "", svg, flags=re.DOTALL)
    inner = re.sub(r"\s*/>", "/>", re.sub(r">\s+<", "><", inner.strip()))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'


def sprite(names: dict[str, str], source: Path) -> str:
    symbols = "\n".join(symbol(name, source / f"{file}.svg") for name, file in names.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def build(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    categories = {f"cat-{code}": file for code, file in CATEGORIES.items()}
    (target / "ui.svg").write_text(sprite(UI, source))
    (target / "categories.svg").write_text(sprite(categories, source))
    events = {f"ev-{code}": file for code, file in EVENTS.items()}
    (target / "events.svg").write_text(sprite(events, source))
    people = {f"pp-{code}": file for code, file in PEOPLE.items()}
    (target / "people.svg").write_text(sprite(people, source))
