class DomainError(Exception):
    """A rule of the neighbourhood said no. `message` is a plain sentence for the screen."""

    message = ""

    def __init__(self, message: str = "") -> None:
        self.message = str(message or self.message)
        super().__init__(self.message)
