"""Who keeps the RT of an RW: an office of the whole RW, never one of an RT."""

from neighborhoods.standing import Standing


def may_keep_rts(coordinator: Standing, rw_id: int) -> bool:
    return rw_id in coordinator.covered_rw_ids
