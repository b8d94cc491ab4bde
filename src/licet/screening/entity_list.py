"""The US Entity List's own code: footnotes, sections and review policies behind ninety spellings of the same few meanings.

The consolidated list prints a footnote as a trailing digit that is sometimes missing, sometimes elsewhere. So the sections cited decide
first, the marks second, and where they leave it open that is said.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

_SECTIONS = (
    (re.compile(r"736\.2\(b\)\(3\)\(vi\)"), 1),  # the rule for footnote 1 stood here until February 2022
    (re.compile(r"734\.9\(e\)\s?\(1\)"), 1),
    (re.compile(r"734\.9\(e\)\s?\(2\)"), 4),
    (re.compile(r"734\.9\(e\)\s?\(3\)"), 5),
    (re.compile(r"734\.4\(a\)\(9\)"), 5),
    (re.compile(r"734\.9\(g\)"), 3),
)
_BARE_SECTION = re.compile(r"734\.9\(e\)(?!\s?\([123]\))")
_MARK_AFTER_SECTION = re.compile(r"734\.9\(e\)(?:\s?\([123]\))?\s?([1-5])(?![\d.(])")
_MARK_AT_END = re.compile(r"\bEAR\s?\)?\.?\)?\s?([1-5])(?!\d)")


@lru_cache(maxsize=1024)
def footnotes_of(requirement: str) -> tuple[int, ...]:
    """Return the footnotes that a licence requirement carries, lowest first.

    >>> footnotes_of("For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)")
    (4,)
    >>> footnotes_of("For all items subject to the EAR, see §§ 734.9(e) 1 and 744.11 of the EAR 2")
    (1, 2)
    >>> footnotes_of("For items on the CCL and EAR99 items listed in supplement no. 7 to part 746 of the EAR")
    ()
    """
    found = {footnote for section, footnote in _SECTIONS if section.search(requirement)}
    for marks in (_MARK_AFTER_SECTION, _MARK_AT_END):
        found.update(int(mark) for mark in marks.findall(requirement))
    return tuple(sorted(found))


@lru_cache(maxsize=1024)
def footnote_doubt(requirement: str) -> str:
    """Return what the sections and marks of a licence requirement leave open about its footnote, or nothing.

    >>> footnote_doubt("For all items subject to the EAR. (See §734.9(e) and §744.11 of the EAR)")
    'cites § 734.9(e), a foreign-direct-product rule, without saying which footnote: 1, 4 or 5'
    >>> footnote_doubt("For all items subject to the EAR. (See §§ 734.9(e) and 744.11 of the EAR)4")
    ''
    """
    found = set(footnotes_of(requirement))
    if _BARE_SECTION.search(requirement) and not found & {1, 4, 5}:
        return "cites § 734.9(e), a foreign-direct-product rule, without saying which footnote: 1, 4 or 5"
    return ""


class Review(StrEnum):
    """How the authority looks at an application, as far as the words of the policy say it."""

    POLICY_OF_DENIAL = "policy_of_denial"
    PRESUMPTION_OF_DENIAL = "presumption_of_denial"
    CASE_BY_CASE = "case_by_case"
    PRESUMPTION_OF_APPROVAL = "presumption_of_approval"
    BY_SECTION = "by_section"
    """The policy is only a section of the regulations."""


_REVIEWS = (
    (re.compile(r"policy of denial", re.IGNORECASE), Review.POLICY_OF_DENIAL),
    (re.compile(r"presumption (?:of|for) denial", re.IGNORECASE), Review.PRESUMPTION_OF_DENIAL),
    (re.compile(r"cas[ae][ -]by[ -]case", re.IGNORECASE), Review.CASE_BY_CASE),
    (re.compile(r"presumption of approval", re.IGNORECASE), Review.PRESUMPTION_OF_APPROVAL),
)


@lru_cache(maxsize=1024)
def reviews_of(policy: str) -> tuple[Review, ...]:
    """Return every way of review that a policy names, the strictest first; which items each is for stands in the text.

    >>> [review.value for review in reviews_of("Case-by-case for all items listed on the CCL. Presumption of approval for EAR99 items")]
    ['case_by_case', 'presumption_of_approval']
    >>> reviews_of("See §§744.11 and 744.23(d) of the EAR")
    (<Review.BY_SECTION: 'by_section'>,)
    """
    found = tuple(review for pattern, review in _REVIEWS if pattern.search(policy))
    return found or ((Review.BY_SECTION,) if "74" in policy else ())


_SECTION = re.compile(r"\b(7\d\d\.\d+(?:\([0-9a-z]+\))*)")


@lru_cache(maxsize=1024)
def sections_of(text: str) -> tuple[str, ...]:
    """Return the sections of the regulations that a requirement or policy cites, in its order.

    >>> sections_of("For all items subject to the EAR. (See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)")
    ('734.9(g)', '746.8(a)(3)', '744.21(b)')
    """
    return tuple(dict.fromkeys(_SECTION.findall(text)))


_CITATION = re.compile(r"(\d{2,3})\s?F\.?\s?R\.?\s?(\d[\d,]*\d)")


def citations_of(text: str) -> tuple[str, ...]:
    """Return the pages of the Federal Register that a text cites, each in one spelling; other words stay as they are.

    >>> citations_of("68 F.R. 38290 6/27/03 71 F.R. 38843 7/10/06"), citations_of("Vol. 59, No. 230, 12/01/1994")
    (('68 FR 38290', '71 FR 38843'), ('Vol. 59, No. 230, 12/01/1994',))
    """
    found = [f"{volume} FR {page.replace(',', '')}" for volume, page in _CITATION.findall(text)]
    return tuple(dict.fromkeys(found)) or ((text.strip(),) if text.strip() else ())
