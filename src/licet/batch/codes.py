"""Numbers for values: every distinct value of a column is read once, as a shipment's are, and has a number from then on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from licet.batch.mapping import Target
from licet.batch.narrow import gathered, narrowed, smallest, whole
from licet.batch.values import Reader, problem_of
from licet.intake.items import UNKNOWN
from licet.language.shape import ITEM, under
from licet.law.values import MAX_TEXT
from licet.model.errors import LicetError

Numbers = npt.NDArray[Any]
"""Numbers of values, in as few bytes as will do."""

_DIGITS = r"^[0-9]{1,15}(\.[0-9]{1,15})?$"
"""Texts that are nothing but a number."""


class ColumnCodes:
    """The distinct values of one column: number 0 is nothing said, the others are read when first met."""

    def __init__(self, target: Target, reader: Reader) -> None:
        self.target, self._reader = target, reader
        self.values: list[Any] = [None]
        self.problems: dict[int, str] = {}
        self._known: pa.Array | None = None
        self._numbers: npt.NDArray[np.int32] = np.zeros(0, dtype=np.int32)

    @property
    def refused(self) -> npt.NDArray[np.bool_]:
        """Which numbers stand for values that are refused."""
        flags = np.zeros(len(self.values), dtype=np.bool_)
        flags[list(self.problems)] = True
        return flags

    def codes(self, column: pa.ChunkedArray | pa.Array) -> Numbers:
        """Return the number of each cell of the column."""
        array = whole(column)
        if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
            array = pc.binary_join(array.cast(pa.list_(pa.string())), ",")
        if not pa.types.is_dictionary(array.type):
            found = self._of_known(_as_text(array))
            if found is not None:
                return found
            array = array.dictionary_encode()
        array = narrowed(array)
        numbers = self._of_distinct(_as_text(array.dictionary))
        return gathered(self._small(numbers), array.indices.to_numpy(zero_copy_only=False))

    def _of_known(self, texts: pa.Array) -> Numbers | None:
        """Return the numbers of texts that most have been met before; None if they have not, or are no texts."""
        if self._known is None or not pa.types.is_binary(self._known.type) or not pa.types.is_string(texts.type):
            return None
        places = pc.index_in(texts.cast(pa.binary()), value_set=self._known)
        if 4 * places.null_count > len(places):
            return None
        found = gathered(self._small(self._numbers), places.fill_null(0).to_numpy(zero_copy_only=False))
        if places.null_count:
            new = places.is_null()
            fresh = narrowed(texts.filter(new).dictionary_encode())
            numbers = self._of_distinct(fresh.dictionary)
            found = found.astype(smallest(len(self.values)))
            found[new.to_numpy(zero_copy_only=False)] = numbers[fresh.indices.to_numpy(zero_copy_only=False)]
        return found

    def _small(self, numbers: Numbers) -> Numbers:
        return numbers.astype(smallest(len(self.values)))

    def _of_distinct(self, distinct: pa.Array) -> Numbers:
        """Return the numbers of distinct values, reading those that are new."""
        if self._known is None:
            places = np.full(len(distinct), -1, dtype=np.int64)
        else:
            places = pc.index_in(_plain(distinct), value_set=self._known).fill_null(-1).to_numpy(zero_copy_only=False).copy()
        new = np.flatnonzero(places < 0)
        if len(new):
            fresh = distinct.take(pa.array(new))
            numbers = np.array([self._add(raw) for raw in fresh.to_pylist()], dtype=np.int32)
            start = len(self._numbers)
            known = _plain(fresh)
            self._known = known if self._known is None else pa.concat_arrays([self._known, known.cast(self._known.type)])
            self._numbers = np.concatenate([self._numbers, numbers])
            places[new] = np.arange(start, start + len(new))
        return self._numbers[places] if len(places) else np.zeros(0, dtype=np.int32)

    def _add(self, raw: Any) -> int:
        if raw is None:
            return 0
        number = len(self.values)
        try:
            value = self._reader.read(self.target, raw)
        except LicetError as error:
            value = None
            self.problems[number] = problem_of(error)
        if value is None and number not in self.problems:
            return 0
        self.values.append(value)
        return number


def _as_text(distinct: pa.Array) -> pa.Array:
    """Return bytes and long texts as plain texts if all of them are."""
    if pa.types.is_binary(distinct.type) or pa.types.is_large_binary(distinct.type) or pa.types.is_large_string(distinct.type):
        try:
            return distinct.cast(pa.string())
        except pa.ArrowInvalid:
            return distinct
    return distinct


def _plain(distinct: pa.Array) -> pa.Array:
    """Return texts as bytes, so that they can be compared whether or not all of them are texts."""
    return distinct.cast(pa.binary()) if pa.types.is_string(distinct.type) or pa.types.is_large_string(distinct.type) else distinct


class Thresholds(ColumnCodes):
    """A column of numbers that the law only compares with thresholds: its number says between which two a value lies."""

    def __init__(self, target: Target, reader: Reader, bounds: Iterable[float]) -> None:
        super().__init__(target, reader)
        self._bounds = np.array(sorted(set(bounds)), dtype=np.float64)
        edges = [-1e30, *self._bounds, 1e30]
        for number in range(2 * len(self._bounds) + 1):  # one value stands for all that lie between two thresholds
            low, high = edges[number // 2], edges[number // 2 + 1]
            self.values.append((low + high) / 2 if number % 2 == 0 else high)
        self._between = len(self.values)

    def codes(self, column: pa.ChunkedArray | pa.Array) -> Numbers:
        """Return between which thresholds each cell of the column lies."""
        array = whole(column)
        if pa.types.is_integer(array.type) or pa.types.is_floating(array.type):
            plain, numbers = plain_numbers(self.target, array)
            if plain.all():
                return self._small(self._classes(numbers))
        return super().codes(array)

    def _of_distinct(self, distinct: pa.Array) -> Numbers:
        plain, numbers = plain_numbers(self.target, distinct)
        found = self._classes(numbers)
        if not plain.all():
            own = super()._of_distinct(distinct.filter(pa.array(~plain)))
            values = np.array([np.nan if one is None or number < self._between else one for number, one in enumerate(self.values)])
            found[~plain] = np.where(self.refused, np.arange(len(self.values)), self._classes(values))[own]
        return found

    def _of_known(self, texts: pa.Array) -> Numbers | None:
        return None  # what has been met is the text, and not yet the class of its number

    def _classes(self, numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        left, right = (np.searchsorted(self._bounds, numbers, side=side) for side in ("left", "right"))
        return np.where(np.isnan(numbers), 0, left + right + 1)


def all_plain(target: Target, column: pa.Array) -> bool:
    """Return whether a column of numbers holds nothing but numbers within bounds, in the fact's own base unit, or nothing at all."""
    ends = pc.min_max(column)
    some = [end for end in (ends["min"].as_py(), ends["max"].as_py()) if end is not None]
    plain, _ = plain_numbers(target, pa.array(some, pa.float64()))
    return bool(plain.all())  # what lies between two numbers within bounds is within bounds; no number but NaN is left out of both


def plain_numbers(target: Target, column: pa.Array) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    """Return which cells are nothing but numbers within bounds, in the fact's own base unit or not there at all, and the numbers."""
    fact, unit = target.fact, target.unit or (target.fact.unit if target.fact else None)
    none, kind = np.zeros(len(column), dtype=np.bool_), column.type
    other_unit = unit is not None and (unit.factor != 1 or unit.offset)
    if fact is None or other_unit or fact.type not in ("quantity", "number"):
        return none, np.full(len(column), np.nan)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        numbers = pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False).copy()
        plain = ~none
    elif pa.types.is_string(kind) or pa.types.is_binary(kind):
        numbers, plain = np.full(len(column), np.nan), column.is_null().to_numpy(zero_copy_only=False).copy()
        digits = pc.match_substring_regex(column, _DIGITS).fill_null(False)
        flags = digits.to_numpy(zero_copy_only=False)
        numbers[flags] = column.filter(digits).cast(pa.string()).cast(pa.float64()).to_numpy(zero_copy_only=False)
        plain |= flags
    else:
        return none, np.full(len(column), np.nan)
    with np.errstate(invalid="ignore"):
        outside = np.abs(numbers) > 1e30
        for word, exact in fact.bounds.items():
            bound = unit.to_base(exact) if unit is not None else float(exact)
            outside |= {"min": numbers < bound, "above": numbers <= bound, "max": numbers > bound, "below": numbers >= bound}[word]
    numbers[outside] = np.nan
    return plain & ~outside, numbers


class Words(ColumnCodes):
    """A column of texts of which the law knows some words, or none: all other texts are one, so that names do not tell rows apart.

    For the name of an item what counts is the product of the catalogue that it names, if any.
    """

    def __init__(self, target: Target, reader: Reader, words: Iterable[str]) -> None:
        super().__init__(target, reader)
        self._words = frozenset(words)
        self._is_name = target.table == ITEM and target.column == under(target.path, "name")
        self._of_no_meaning = not self._is_name and target.fact is not None and target.fact.type == "text"
        self._numbered: dict[Any, int] = {}

    def _add(self, raw: Any) -> int:
        number = len(self.values)
        value: Any = self._reader.name(raw) if self._is_name else None
        if value is None:
            number = super()._add(raw)
            if number == 0 or number in self.problems:
                return number
            value = self.values.pop()
        key = value
        if self._is_name:
            product = self._reader.finder.product(value)
            value, key = (product, product.id) if product is not None else ("", "")
        elif not isinstance(value, str) or value not in self._words:
            value = key = ""
        if key not in self._numbered:
            self._numbered[key] = number
            self.values.append(value)
        return self._numbered[key]

    def _of_distinct(self, distinct: pa.Array) -> Numbers:
        """Return the numbers of distinct values; long lists of plain names are looked over as a whole, only the rest is read."""
        if not self._of_no_meaning:
            plain, numbers = plain_numbers(self.target, distinct)
            if not plain.any():
                return super()._of_distinct(distinct)
            found = np.where(np.isnan(numbers), 0, self._any_number())
            if not plain.all():
                found[~plain] = super()._of_distinct(distinct.filter(pa.array(~plain)))
            return found
        if not (pa.types.is_string(distinct.type) or pa.types.is_large_string(distinct.type)):
            return super()._of_distinct(distinct)
        trimmed = pc.utf8_trim_whitespace(distinct)
        special = pc.or_(
            pc.is_in(trimmed, value_set=pa.array(sorted(self._words), distinct.type)),
            pc.or_(pc.is_in(pc.utf8_lower(trimmed), value_set=pa.array(sorted(UNKNOWN), distinct.type)),
                   pc.greater(pc.utf8_length(trimmed), MAX_TEXT)),
        ).fill_null(False).to_numpy(zero_copy_only=False)  # fmt: skip
        found = np.full(len(distinct), self._plain_name(), dtype=np.int32)
        for place in np.flatnonzero(special):
            found[place] = self._add(distinct[int(place)].as_py())
        if distinct.null_count:
            found[distinct.is_null().to_numpy(zero_copy_only=False)] = 0
        return found

    def _plain_name(self) -> int:
        return self._add("\u2026")  # a name that is nobody's

    def codes(self, column: pa.ChunkedArray | pa.Array) -> Numbers:
        """Return the number of each cell; numbers and names that no condition reads are looked over as a whole."""
        array = whole(column)
        if self._of_no_meaning:
            array = _as_text(array)
            if pa.types.is_string(array.type):
                return self._of_names(array)
        if (pa.types.is_integer(array.type) or pa.types.is_floating(array.type)) and all_plain(self.target, array):
            any_number = self._any_number()
            missing = array.is_null(nan_is_null=pa.types.is_floating(array.type)).to_numpy(zero_copy_only=False)
            return np.where(missing, 0, any_number).astype(smallest(len(self.values)))
        return super().codes(array)

    def _any_number(self) -> int:
        if "" not in self._numbered:
            self._numbered[""] = len(self.values)
            self.values.append("")
        return self._numbered[""]

    def _of_names(self, names: pa.Array) -> Numbers:
        """Return the numbers of texts of which most are names of no meaning: those that could be something else are read."""
        unlike = _could_be_words(names, self._words)
        if 4 * unlike.sum() > len(names):
            return super().codes(names)
        plain = self._plain_name()
        numbers = super().codes(names.filter(pa.array(unlike))) if unlike.any() else np.zeros(0, dtype=np.uint8)
        found = np.full(len(names), plain, dtype=smallest(len(self.values)))
        found[unlike] = numbers
        found[_sizes(names) == 0] = 0
        if names.null_count:
            found[names.is_null().to_numpy(zero_copy_only=False)] = 0
        return found


def _offsets(texts: pa.Array) -> npt.NDArray[np.int32]:
    """Return where each text begins, and where the last one ends."""
    return np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]


def _sizes(texts: pa.Array) -> npt.NDArray[np.int32]:
    return np.diff(_offsets(texts))


def _could_be_words(names: pa.Array, words: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Return which texts could be more than names: words, words for unknown, texts with space around them, or too long ones.

    A text as long as one of the words, with the first letter of one, could be that word. A text of no letters says nothing.

    >>> _could_be_words(pa.array(["Party 1 Ltd", " unknown", None, "~", "Unknown", "Sparty Ltd", ""]), ["SMIC North"]).tolist()
    [False, True, False, True, True, True, False]
    """
    known = [word.encode() for word in words if word]
    offsets, sizes = _offsets(names), _sizes(names)
    of_words = np.zeros(MAX_TEXT + 2, dtype=np.bool_)
    of_words[[min(len(word), MAX_TEXT + 1) for word in known]] = True
    unlike = ((sizes <= len("unknown")) & (sizes > 0)) | (sizes > MAX_TEXT)
    if names.buffers()[2] is not None and offsets[-1]:
        letters = np.frombuffer(names.buffers()[2], dtype=np.uint8)
        first, last = (gathered(letters, np.clip(places, 0, len(letters) - 1)) for places in (offsets[:-1], offsets[1:] - np.int32(1)))
        odd = np.zeros(256, dtype=np.bool_)
        odd[: ord(" ") + 1] = odd[128:] = True  # letters beyond ASCII can be spaces
        begins = np.zeros(256, dtype=np.bool_)
        begins[[word[0] for word in known]] = True
        unlike |= (sizes > 0) & (odd[first] | odd[last] | (begins[first] & of_words[np.minimum(sizes, MAX_TEXT + 1)]))
    if names.null_count:
        unlike &= names.is_valid().to_numpy(zero_copy_only=False)
    return unlike
