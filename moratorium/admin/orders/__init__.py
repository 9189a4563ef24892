"""Moratorium orders on the desk: drafted with their lines, approved by another, then fixed."""

from .page import OrderAdmin

__all__ = ["OrderAdmin"]
