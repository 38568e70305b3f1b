import pytest

from neighborhoods.models import Membership
from tests.cast import Cast


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """Nobody waits to be recognised, so that a queue holds what its test puts there."""
    Membership.objects.filter(resident=cast.waiting, status="pending").update(status="ended")
    return cast
