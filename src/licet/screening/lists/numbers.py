"""What kind of number an identifier is, told from the words that lists put beside it."""

from __future__ import annotations

import re
from functools import lru_cache

from licet.screening.listing import Identifier, IdentifierKind

_KINDS: tuple[tuple[str, IdentifierKind], ...] = (
    (r"passport|pasaporte|passeport|travel ?document|travelcard", IdentifierKind.PASSPORT),
    (r"e-?mail", IdentifierKind.EMAIL),
    (r"phone|telephone|fax", IdentifierKind.PHONE),
    (r"website|web site|^web$|url", IdentifierKind.WEBSITE),
    (r"digital currency|wallet|crypto", IdentifierKind.WALLET),
    (r"\bimo\b|international maritime|vessel registration", IdentifierKind.IMO),
    (r"\bmmsi\b", IdentifierKind.MMSI),
    (r"call sign", IdentifierKind.CALL_SIGN),
    (r"aircraft (?:manufacturer|construction|tail|mode|serial)|aircraft tail", IdentifierKind.AIRCRAFT),
    (r"legal entity (?:number|identifier)|^le number|\blei\b", IdentifierKind.LEI),
    (r"swift|\bbic\b|\bbik\b", IdentifierKind.BANK),
    (r"\bisin\b|ticker|micex", IdentifierKind.SECURITY),
    (r"electora|chinese commercial code", IdentifierKind.OTHER),
    (r"tax|\bv\.?a\.?t\b|\bnit\b|\bruc\b|\brif\b|\br\.?f\.?c\b|\bfein\b|fiscal|\brtn\b|\bc\.?u\.?i\.?t\b|\binn\b|nuit", IdentifierKind.TAX),
    (
        r"registration|registry|company|social credit|business|folio|gazette|matricula|enterprise|trade licen|commerc|chamber|d-u-n-s"
        r"|certificate of inc|\bc\.r\. no|economic register|charity|branch unit|incorporation|\bogrn\b|\brsin\b|regnumber|\bc\.i\.f"
        r"|license$|afghan money|msb|tourism|file number",
        IdentifierKind.REGISTRATION,
    ),
    (
        r"national|cedula|identification|identity|identidad|\bid\b|d\.n\.i|\bc\.u\.r\.p|\bi\.f\.e|birth cert|\bssn\b|driv|\bresiden"
        r"|citizen|cartilla|c\.u\.i|refugee|seafarer|immigration|visa|pilot|personal|permanent|tazkira|c\.u\.i\.p|\bcnp\b|n\.i\.e",
        IdentifierKind.NATIONAL_ID,
    ),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _KINDS)

_NO_NUMBERS = re.compile(
    r"^gender|sanctions? (?:information|risk)|transactions prohibited|determination|directive|information:?$|^target type"
    r"|^organization type|organization established|^aircraft (?:model|operator|manufacture date)|vessel flag|vessel type|^issuer name"
    r"|effective date|listing date|divestment|nationality of registration|registration country|^peesa|^caatsa|^executive order|^ifca"
    r"|un/locode",
    re.IGNORECASE,
)


_IMO = re.compile(r"^IMO\s*(?=\d)", re.IGNORECASE)


@lru_cache(maxsize=2048)
def kind_of(said: str) -> IdentifierKind:
    """Return the kind of a number by the words beside it; where they say none that is known here, `other`.

    >>> [kind_of(said).value for said in ("Tax ID No.", "Vessel Registration Identification", "Cedula No.", "Serial No.")]
    ['tax', 'imo', 'national_id', 'other']
    """
    return next((kind for pattern, kind in _PATTERNS if pattern.search(said)), IdentifierKind.OTHER)


@lru_cache(maxsize=2048)
def is_number(said: str) -> bool:
    """Whether the words stand beside something that tells one party from another, not beside a remark.

    >>> is_number("Gender"), is_number("Secondary sanctions risk:"), is_number("Passport")
    (False, False, True)
    """
    return not _NO_NUMBERS.search(said)


def identifier(said: str, number: str, country: str = "") -> Identifier:
    """Return a number with its kind.

    >>> identifier("Vessel Registration Identification", "IMO 9235127")
    Identifier(kind=<IdentifierKind.IMO: 'imo'>, number='9235127', country='', said='Vessel Registration Identification')
    """
    kind = kind_of(said)
    number = number.removeprefix("# ")
    if _IMO.match(number):
        kind, number = IdentifierKind.IMO, _IMO.sub("", number)
    return Identifier(kind, number, country, said)
