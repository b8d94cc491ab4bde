"""Licet: may this chip technology go to that party, for that use, on that day, under every law that applies at once, and why?

>>> import licet
>>> answer = licet.check({"item": "NXT:1980Di", "from": "NL", "to": "CN", "date": "2024-09-07"})
>>> answer.outcome.label
'licence required'
"""

from __future__ import annotations

__version__ = "0.1.0"
