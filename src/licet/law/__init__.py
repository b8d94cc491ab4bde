"""The law as data: loads and checks the regimes, and answers which text was in force, and known, on a day."""

from licet.law.load import load_law
from licet.law.statute import Law

__all__ = ["Law", "load_law"]
