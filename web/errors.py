from django.utils.functional import Promise


class DomainError(Exception):
    """A rule of the neighbourhood said no. `str(error)` is a plain sentence for the screen."""

    message: str | Promise = ""

    def __init__(self) -> None:
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)
