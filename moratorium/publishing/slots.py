"""When the crowd's pages change: the register's slots, under the name the front knows."""

from ..register.slots import Slot, next_boundary, slot

__all__ = ["Slot", "next_boundary", "slot"]
