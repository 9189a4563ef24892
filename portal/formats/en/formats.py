"""English formats: the same as in Hindi, so that one reader never guesses."""

from ..hi.formats import *  # noqa: F403
