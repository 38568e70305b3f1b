"""Services for one run, of tests or of a command, that leave nothing behind."""

import os
import shutil
from io import StringIO
from pathlib import Path

from honcho.printer import Printer

from gotongroyong.datadir import data_dir
from gotongroyong.processes import Supervisor
from gotongroyong.services.claim import Claim, own_folder
from gotongroyong.services.run import KINDS, Kinds, start_services
from gotongroyong.services.trouble import Trouble


def runs_folder() -> Path:
    """Beside a running demo's data, and apart from it."""
    return data_dir() / "runs"


class Throwaway:
    def __init__(self) -> None:
        runs = runs_folder()
        own_folder(runs.parent)
        own_folder(runs)
        clear_leftovers(runs)
        self.home = runs / str(os.getpid())
        self.claim = Claim(self.home)
        self.claim.__enter__()
        self.processes = Supervisor(self.claim, Printer(StringIO()))

    def start(self, wanted: set[str], kinds: Kinds = KINDS) -> dict[str, str]:
        try:
            return start_services(
                self.home, self.processes, wanted=wanted, durable=False, kinds=kinds
            )
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        self.processes.stop_all()
        self.claim.__exit__(None, None, None)
        shutil.rmtree(self.home, ignore_errors=True)


def clear_leftovers(runs: Path) -> None:
    """A killed run leaves its servers; the next one ends them and takes their folder away."""
    for folder in runs.iterdir():
        try:
            with Claim(folder):
                pass
        except Trouble:
            continue
        shutil.rmtree(folder, ignore_errors=True)
