"""What `script/messages` does, in the folder it is started in (the tests use a copy)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib

PO = Path("locale/id/LC_MESSAGES/django.po")
# Where no words for the screen are; folders with a leading dot are left out anyway.
WORDLESS = ("tests", "benchmarks", "script", "static", "docs")
HEADER = {
    "Project-Id-Version": "Gotong Royong",
    "Language": "id",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def gather() -> None:
    options = (
        "--locale=id",
        "--no-obsolete",
        "--add-location=file",
        "--extension=py,html,txt,webmanifest",
        "--verbosity=0",
        *(f"--ignore={folder}" for folder in WORDLESS),
    )
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *options],
        env=os.environ | {"DEBUG": "1"},
        check=True,
    )


def tidy(po: polib.POFile) -> None:
    """No dates, so that only words change the file; and no guesses taken for translations."""
    po.header = ""
    po.metadata = dict(HEADER)
    po.metadata_is_fuzzy = None
    for entry in po.fuzzy_entries():
        entry.flags.remove("fuzzy")
        entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
        entry.msgstr, entry.msgstr_plural = "", {0: ""} if entry.msgid_plural else {}


def main() -> None:
    if shutil.which("xgettext"):
        gather()
    else:
        print("No gettext here: nothing gathered, only compiled.", file=sys.stderr)
    po = polib.pofile(str(PO), wrapwidth=98)
    tidy(po)
    po.save()
    PO.with_suffix(".mo").write_bytes(po.to_binary())
    if missing := po.untranslated_entries():
        sys.exit("\n".join(["Still without Indonesian:", *(entry.msgid for entry in missing)]))


if __name__ == "__main__":
    main()
