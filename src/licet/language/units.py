"""Units, dimensions and exact conversion. Values are kept in the base unit that the field prints, so thresholds stay exact.

A quantity is converted with rational arithmetic and rounded once to a float, so equal quantities are equal numbers:

>>> units = UnitTable({"nm": Unit("nm", dimension("length"), Fraction(1)), "um": Unit("um", dimension("length"), Fraction(1000))})
>>> units.quantity("0.0015 um").value == units.quantity("1.50 nm").value
True
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Dimension = tuple[tuple[str, int], ...]
"""Exponents of the base dimensions, sorted by name; the empty tuple is a plain number."""

PLAIN: Dimension = ()

_QUANTITY = re.compile(r"^\s*([+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?)\s*(\S.*?)?\s*$")


def dimension(text: str) -> Dimension:
    """Read a dimension such as `operation_rate * information / area`.

    >>> dimension("operation_rate * information / area")
    (('area', -1), ('information', 1), ('operation_rate', 1))
    """
    exponents: dict[str, int] = {}
    sign = 1
    for word in re.split(r"\s*([*/])\s*", text.strip()):
        if word in "*/":
            sign = 1 if word == "*" else -1
        else:
            exponents[word] = exponents.get(word, 0) + sign
    return _tidy(exponents)


def multiply(left: Dimension, right: Dimension, sign: int = 1) -> Dimension:
    """Return the dimension of a product, or of a quotient with `sign=-1`.

    >>> multiply(dimension("length"), dimension("length"), -1)
    ()
    """
    exponents = dict(left)
    for name, power in right:
        exponents[name] = exponents.get(name, 0) + sign * power
    return _tidy(exponents)


def _tidy(exponents: Mapping[str, int]) -> Dimension:
    return tuple(sorted((name, power) for name, power in exponents.items() if power))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: one of it is `factor` base units; a scale that starts elsewhere (degrees Celsius) adds `offset`."""

    name: str
    dimension: Dimension
    factor: Fraction
    offset: Fraction = Fraction(0)
    label: str = ""
    scale: float = field(init=False, compare=False, default=1.0)
    shift: float = field(init=False, compare=False, default=0.0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scale", float(self.factor))
        object.__setattr__(self, "shift", float(self.offset))

    def to_base(self, number: str | Fraction) -> float:
        """Return a count of this unit as a count of base units, rounded once."""
        return float(Fraction(number) * self.factor + self.offset)

    def from_base(self, value: float) -> float:
        """Return a count of base units as a count of this unit."""
        return (value - self.shift) / self.scale

    def show(self, value: float) -> str:
        """Write a base value in this unit, as short as it stays true.

        >>> Unit("nm", dimension("length"), Fraction(1)).show(50.037037)
        '50.04 nm'
        """
        return f"{tidy_number(self.from_base(value))} {self.name}"


def tidy_number(value: float) -> str:
    """Write a number with at most four significant decimals and no trailing zeros.

    >>> tidy_number(6000.0), tidy_number(0.35740), tidy_number(15830.4), tidy_number(5e13)
    ('6000', '0.3574', '15830.4', '5e+13')
    """
    if value != 0 and not 1e-4 <= abs(value) < 1e9:
        return f"{value:.4g}"
    if value == round(value):
        return str(round(value))
    decimals = 2 if abs(value) >= 10 else 4
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit: `value` counts base units."""

    value: float
    unit: Unit


class UnitTable:
    """The units of a vocabulary, found by name or alias."""

    def __init__(self, by_name: Mapping[str, Unit]) -> None:
        self.by_name = dict(by_name)

    def get(self, name: str) -> Unit | None:
        """Return the unit of that name or alias, or None."""
        return self.by_name.get(name)

    def pattern(self) -> str:
        """Return the alternatives of a regular expression that match any unit, longest first."""
        names = sorted(self.by_name, key=len, reverse=True)
        return "|".join(re.escape(name).replace("/", r"\/") for name in names)

    def quantity(self, text: str) -> Quantity:
        """Read `193 nm`.

        Raises:
            ValueError: the text is not a number with a known unit; its argument says what is wrong.

        """
        number, unit_name = split_quantity(text)
        if unit_name is None:
            raise ValueError("no unit")
        unit = self.get(unit_name)
        if unit is None:
            raise ValueError(f"unknown unit {unit_name!r}")
        return Quantity(unit.to_base(number), unit)


def split_quantity(text: str) -> tuple[str, str | None]:
    """Split `193 nm` into number and unit; the unit is None where none is written.

    A comma is read as a decimal point, as the Official Journal prints it.

    >>> split_quantity("1,50 nm"), split_quantity("6000")
    (('1.50', 'nm'), ('6000', None))

    Raises:
        ValueError: the text does not start with a number.

    """
    found = _QUANTITY.match(text)
    if not found:
        raise ValueError("not a number")
    return found[1].replace(",", "."), found[2]
