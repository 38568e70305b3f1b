"""Start the services that the environment doesn't name, and say where they are."""

from collections.abc import Mapping
from pathlib import Path

from gotongroyong.processes import Supervisor
from gotongroyong.services.claim import write
from gotongroyong.services.postgres import Postgres
from gotongroyong.services.valkey import Valkey

ADDRESSES = "embedded.env"
Kinds = Mapping[str, type[Postgres] | type[Valkey]]
KINDS: Kinds = {"DATABASE_URL": Postgres, "REDIS_URL": Valkey}


def start_services(
    home: Path,
    processes: Supervisor,
    *,
    wanted: set[str],
    durable: bool,
    kinds: Kinds = KINDS,
) -> dict[str, str]:
    """The addresses by variable, once every service answers; also kept in `embedded.env`."""
    running = {name: kind(home, durable=durable) for name, kind in kinds.items() if name in wanted}
    for service in running.values():
        service.prepare(processes.run)
        processes.start(
            service.name,
            service.command(),
            env=service.env,
            options=service.popen_options(),
            stop_signal=service.stop_signal,
        )
    for service in running.values():
        processes.wait_for(service.ready, seconds=60, what=service.name)
    addresses = {name: service.url for name, service in running.items()}
    write(home / ADDRESSES, "".join(f"{name}={url}\n" for name, url in addresses.items()))
    return addresses


def kept_addresses(home: Path) -> dict[str, str]:
    """What a parent wrote down, perhaps one that was killed since."""
    try:
        lines = (home / ADDRESSES).read_text().splitlines()
    except OSError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)
