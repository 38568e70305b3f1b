"""Every address of the product, for everybody, by every method: as matrix.toml declares."""

import pytest

from tests.access.addresses import disagreements
from tests.access.matrix import CORE, read_matrix
from tests.access.trial import Trial, footprint
from tests.access.world import CATEGORIES, KINDS, World

MATRIX = read_matrix()
# An object for each address, by what is in its path.
SOME = (("<slug:category>", "errand"), ("<slug:kind>", "kerja_bakti"), ("kegiatan/", "planned"))
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def test_every_address_is_declared_and_every_declared_one_exists() -> None:
    assert disagreements(MATRIX) == {"undeclared": set(), "gone": set()}


def test_every_cell_is_filled(world: World) -> None:
    """Each address and method for each role and each object: none left to chance."""
    columns = {cell.role for cell in MATRIX.cells}
    for name, path in MATRIX.paths.items():
        coded = {*world.coded(path), "none"}
        known = {*world.known(path), "none"}
        numbered = "<int:pk>" in path or ("<str:token>" in path and len(known) > 1)
        rows = coded if "<code:code>" in path else known if numbered else {"-"}
        rows = set(CATEGORIES) if "<slug:category>" in path else rows
        rows = set(KINDS) if "<slug:kind>" in path else rows
        assert MATRIX.methods(name)
        for method in MATRIX.methods(name):
            filled = {
                (cell.object, cell.role)
                for cell in MATRIX.cells
                if (cell.name, cell.method) == (name, method)
            }
            assert filled == {(row, column) for row in rows for column in columns}, (name, method)


def test_everybody_is_in_the_world(world: World) -> None:
    assert sorted(world.people) == MATRIX.roles


@pytest.mark.parametrize("role", MATRIX.roles)
def test_role_gets_what_is_declared(role: str, world: World) -> None:
    core = [cell for cell in MATRIX.of(role) if cell.object in CORE]
    assert Trial(MATRIX, world, role).run(core) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(set(MATRIX.roles) - set(MATRIX.aliases)))
def test_role_gets_what_is_declared_for_every_object(role: str, world: World) -> None:
    others = [cell for cell in MATRIX.of(role) if cell.object not in CORE]
    assert Trial(MATRIX, world, role).run(others) == []


@pytest.mark.parametrize("role", ["anonymous", "requester", "rt_head"])
def test_other_methods_are_refused(role: str, world: World) -> None:
    trial = Trial(MATRIX, world, role)
    for name, path in MATRIX.paths.items():
        row = next((word for part, word in SOME if part in path), "pending")
        declared = MATRIX.methods(name)
        allowed = declared | ({"HEAD"} if "GET" in declared else set())
        for method in METHODS:
            if method not in allowed:
                _, response = trial.ask(name, method, row)
                # The door may come before the method.
                asked_in = response.headers.get("Location", "").startswith("/masuk/?next=")
                assert asked_in or response.status_code == 405, (name, method)
    assert footprint() == trial.before


@pytest.mark.parametrize("role", ["anonymous", "waiting", "requester", "rt_head", "outsider"])
def test_head_answers_as_get_does(role: str, world: World) -> None:
    trial = Trial(MATRIX, world, role)
    for cell in MATRIX.of(role):
        if cell.method == "GET" and cell.object in ("-", "pending", "open", "errand", "planned"):
            _, get = trial.ask(cell.name, "GET", cell.object)
            _, head = trial.ask(cell.name, "HEAD", cell.object)
            answer = (head.status_code, head.headers.get("Location"), head.content)
            assert answer == (get.status_code, get.headers.get("Location"), b"")
