"""Directives on the desk: drafted from an issued order, approved by another, sent, replaced."""

from .page import DirectiveAdmin

__all__ = ["DirectiveAdmin"]
