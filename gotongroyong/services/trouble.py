"""What keeps the services from running, said in one sentence."""

NO_SPACE = "No space left on device"


class Trouble(Exception):
    """Its text is shown as it stands, without a traceback."""


class DiskFull(Trouble):
    def __init__(self, folder: object) -> None:
        super().__init__(f"The disk is full: free some space for {folder} and start again.")
