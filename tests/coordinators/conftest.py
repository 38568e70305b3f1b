import pytest

from tests.cast import Cast, nobody_waits


@pytest.fixture
def cast(cast: Cast) -> Cast:
    return nobody_waits(cast)
