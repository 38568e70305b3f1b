"""`python -m gotongroyong.services COMMAND …`: run it beside a throw-away database and broker.

Those that `DATABASE_URL` and `REDIS_URL` name are used instead.
"""

import os
import signal
import subprocess
import sys

from gotongroyong.services.run import KINDS
from gotongroyong.services.throwaway import Throwaway
from gotongroyong.services.trouble import Trouble


def main(command: list[str]) -> int:
    wanted = {name for name in KINDS if not os.environ.get(name)}
    if not wanted:
        return subprocess.call(command)
    # As an exception, so that the services are ended on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    services = Throwaway()
    try:
        return subprocess.call(command, env=os.environ | services.start(wanted))
    finally:
        services.stop()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(str(trouble))
