"""The laws side by side: what an item meets under each regime and since when, the same equipment elsewhere, and what changed when."""

from licet.comparing.compare import Comparison, RegimeRow, compare_concept, compare_item
from licet.comparing.spells import Spell, Spells, spells_of

__all__ = ["Comparison", "RegimeRow", "Spell", "Spells", "compare_concept", "compare_item", "spells_of"]
