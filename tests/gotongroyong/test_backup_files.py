"""The file of a backup: what is refused before anything happens, and how it is written."""

import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from gotongroyong.backups import give_back, media, take, tools
from gotongroyong.backups.archive import DUMP, MANIFEST, reading, writing
from gotongroyong.services.trouble import Trouble
from tests.gotongroyong.archives import EMPTY, PICTURE, bytes_in


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """As `backup` writes it, without a database behind it."""
    (tmp_path / DUMP).write_bytes(b"PGDMP and more")
    (tmp_path / "a.jpg").write_bytes(PICTURE)
    file = tmp_path / "sound.tar"
    with writing(file) as archive:
        archive.add(DUMP, tmp_path / DUMP)
        archive.add("media/a.jpg", tmp_path / "a.jpg")
        archive.seal(EMPTY)
    return file


def remade(sound: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The same archive with other contents."""
    with tarfile.open(sound) as tar:
        held = {m.name: f.read() for m in tar.getmembers() if (f := tar.extractfile(m))}
    change(held)
    with tarfile.open(sound, "w") as tar:
        for name, body in held.items():
            path = sound.with_name("body")
            path.write_bytes(body)
            tar.add(path, arcname=name)
    return sound


def retold(held: dict[str, bytes], **facts: object) -> None:
    held[MANIFEST] = json.dumps(json.loads(held[MANIFEST]) | facts).encode()


def escape(held: dict[str, bytes]) -> None:
    held["media/../../x"] = held.pop("media/a.jpg")
    parts = json.loads(held[MANIFEST])["parts"]
    parts["media/../../x"] = parts.pop("media/a.jpg")
    retold(held, parts=parts)


CHANGES: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "a flipped byte": (
        lambda held: held.update({DUMP: b"PGDMP and mors"}),
        "is damaged: database.dump",
    ),
    "no manifest": (lambda held: held.pop(MANIFEST), "or one that was broken off"),
    "a torn manifest": (
        lambda held: held.update({MANIFEST: b'{"format": 1, '}),
        "a manifest that can't be read",
    ),
    "a missing picture": (lambda held: held.pop("media/a.jpg"), "doesn't hold what its manifest"),
    "a stranger's file": (lambda held: held.update({"x": b""}), "doesn't hold what its manifest"),
    "a way out": (escape, "which no backup of ours does"),
    "another product": (lambda held: retold(held, product="x"), "a backup of something else"),
    "a later format": (lambda held: retold(held, format=2), "made by a newer release"),
    "a later migration": (
        lambda held: retold(held, migrations=[["events", "9999_later"]]),
        "migration events 9999_later",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_is_not_what_it_says_is_refused_before_anything_happens(
    sound: Path, name: str
) -> None:
    change, words = CHANGES[name]
    remade(sound, change)
    with pytest.raises(Trouble, match=words):
        give_back.restore(sound, force=True)


@pytest.mark.parametrize("kept", [0, 100, 1536, 5000])
def test_a_file_that_was_cut_off_is_refused(sound: Path, kept: int) -> None:
    sound.write_bytes(sound.read_bytes()[:kept])
    with pytest.raises(Trouble, match=r"is no backup|is damaged"):
        give_back.restore(sound, force=True)


def test_a_broken_off_backup_leaves_no_file_and_an_old_one_stays(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "a.tar"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "a.tar").write_text("the last one")
    with pytest.raises(Trouble, match="overwrites nothing"):
        take.back_up(tmp_path / "a.tar")
    with pytest.raises(Trouble, match="No such file or directory"), writing(tmp_path / "no/b.tar"):
        raise AssertionError


def test_files_of_a_volume_are_exchanged_in_place(tmp_path: Path, sound: Path) -> None:
    root = tmp_path / "volume"
    (root / "old").mkdir(parents=True)
    (root / "old" / "b.jpg").write_bytes(b"old")
    with reading(sound) as archive:
        media.lay_out(archive, root)
        assert bytes_in(root / "old") == {"b.jpg": b"old"}
        media.exchange(root)
    assert bytes_in(root) == {"a.jpg": PICTURE}
    assert not media.is_empty(root)


def test_no_tool_is_better_than_one_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for major in (15, 17):
        program = tmp_path / str(major) / "pg_dump"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {major}.2 (Debian)'\n")
        program.chmod(0o755)
    there = [tmp_path / str(major) / "pg_dump" for major in (17, 15)] + [tmp_path / "absent"]
    monkeypatch.setattr(tools, "places", lambda name: iter(there))
    assert tools.find("pg_dump", 14) == (there[1], 15)
    assert tools.find("pg_dump", 16) == (there[0], 17)
    with pytest.raises(Trouble, match="PostgreSQL 18 or newer is needed, and here is 17"):
        tools.find("pg_dump", 18)


def test_the_password_travels_where_only_we_can_read_it(tmp_path: Path) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(f'#!/bin/sh\necho "$@" >{tmp_path}/words\nenv >{tmp_path}/env\n')
    program.chmod(0o755)
    tools.run(program, "--format=custom")
    assert (tmp_path / "words").read_text() == "--format=custom\n"
    told = (tmp_path / "env").read_text().splitlines()
    assert f"PGPASSWORD={connection.settings_dict['PASSWORD']}" in told
