"""What a coordinator's offices answer for, in words and on whose clocks."""

from neighborhoods.standing import Standing


def zone_of(coordinator: Standing) -> str:
    """Of the RW of their office, wherever they live themselves."""
    zone: str = coordinator.offices[0].rw.zone
    return zone


def place_of(coordinator: Standing) -> str:
    """`RW 005`, or the RTs one by one."""
    whole = [str(office.rw) for office in coordinator.offices if office.rt is None]
    rts = [f"{office.rt}/{office.rw}" for office in coordinator.offices if office.rt]
    return ", ".join(dict.fromkeys(whole or rts))
