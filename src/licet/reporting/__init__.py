"""The answer for its readers: as text on a screen, and as JSON for programs."""

from licet.reporting.as_dict import determination_as_dict
from licet.reporting.as_text import determination_as_text

__all__ = ["determination_as_dict", "determination_as_text"]
