"""Days as lists write them. A day of birth that is not known to the day is written as in EDTF (ISO 8601-2): 1967~, 1958/1963."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?", re.ASCII | re.DOTALL)
_NUMBERS = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", re.ASCII)
_UK_PARTS = re.compile(r"(?:(\d{1,2}|dd)/)?(\d{1,2}|mm)/(\d{4})", re.ASCII | re.IGNORECASE)
_SPOKEN = re.compile(r"(?:(\d{1,2}) )?(?:([A-Za-z]{3})[a-z]* )?(\d{4})", re.ASCII)


def iso_day(text: str) -> date | None:
    """Return the day of an ISO text, with or without a time of day; None for anything else.

    >>> iso_day("2026-02-27T00:00:09.554Z"), iso_day("soon")
    (datetime.date(2026, 2, 27), None)
    """
    found = _ISO.fullmatch(text.strip())
    return _day(*found.groups()) if found else None


def us_day(text: str) -> date | None:
    """Return the day of a text with the month first.

    >>> us_day("10/16/2017")
    datetime.date(2017, 10, 16)
    """
    found = _NUMBERS.fullmatch(text.strip())
    return _day(found[3], found[1], found[2]) if found else None


def uk_day(text: str) -> date | None:
    """Return the day of a text with the day first.

    >>> uk_day("04/05/2022")
    datetime.date(2022, 5, 4)
    """
    found = _NUMBERS.fullmatch(text.strip())
    return _day(found[3], found[2], found[1]) if found else None


def spoken_day(text: str) -> date | None:
    """Return the day of a text with the month as a word.

    >>> spoken_day("25 Nov 1983"), spoken_day("13-Feb-2026")
    (datetime.date(1983, 11, 25), datetime.date(2026, 2, 13))
    """
    found = _SPOKEN.fullmatch(text.strip().replace("-", " "))
    month = _MONTHS.get((found[2] or "").lower()) if found else None
    return _day(found[3], str(month), found[1]) if found and month and found[1] else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def uk_birth(text: str) -> str:
    """Return a day of birth that writes 00 or dd for what is not known; what is no date stays as it came.

    >>> uk_birth("00/00/1980"), uk_birth("dd/mm/1945"), uk_birth("01/03/1958"), uk_birth("03/1958"), uk_birth("1956"), uk_birth("00/00/0")
    ('1980', '1945', '1958-03-01', '1958-03', '1956', '')
    """
    text = text.strip()
    found = _UK_PARTS.fullmatch(text)
    if not found:
        return text if text.strip("0/ ") else ""
    day, month, year = found[1] or "00", found[2], found[3]
    if not month.isdigit() or int(month) == 0:
        return year
    if not day.isdigit() or int(day) == 0:
        return f"{year}-{int(month):02d}"
    known = _day(year, month, day)
    return known.isoformat() if known else text


def spoken_birth(text: str) -> str:
    """Return a day of birth with the month as a word, perhaps about, perhaps between two; what is no date stays as it came.

    >>> spoken_birth("circa 1967"), spoken_birth("Nov 1983"), spoken_birth("1958 to 1963"), spoken_birth("25 Nov 1983")
    ('1967~', '1983-11', '1958/1963', '1983-11-25')
    """
    text = text.strip()
    if text.lower().startswith("circa "):
        about = spoken_birth(text[6:])
        return "/".join(f"{part}~" for part in about.split("/"))
    if " to " in text:
        start, _, end = text.partition(" to ")
        return f"{spoken_birth(start)}/{spoken_birth(end)}"
    found = _SPOKEN.fullmatch(text)
    month = _MONTHS.get((found[2] or "").lower()) if found else None
    if not found or (found[2] and not month) or (found[1] and not month):
        return text
    if not month:
        return found[3]
    return f"{found[3]}-{month:02d}" + (f"-{int(found[1]):02d}" if found[1] else "")
