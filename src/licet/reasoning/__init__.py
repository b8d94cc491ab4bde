"""The pipeline of a determination: reach → classify → require → release → conclude. It knows no country."""

from licet.reasoning.determine import Engine, determine

__all__ = ["Engine", "determine"]
