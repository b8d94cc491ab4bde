from __future__ import annotations

import pytest

from licet import Law, LawError
from licet.language.check import Surroundings, check
from licet.language.place import Place

ONE_DIMENSION = "Compare or add quantities of one dimension."
FILMS = (
    "tungsten, cobalt, ruthenium, molybdenum, copper, other_metal, titanium_nitride, tungsten_nitride, other_metal_nitride, "
    "tungsten_carbide, titanium_aluminium_carbide, carbon, dielectric, epitaxial_layer, other"
)

WRITE_INCLUDES = "Write `includes`, since the fact can have several."
ONE_CHOICE = "a fact with one choice, a kind, a place or a text"

REFUSALS = (
    pytest.param("film is tungsten", 9, "choices is not one choice", ONE_CHOICE, "tungsten", WRITE_INCLUDES, id="one of several choices"),
    pytest.param(
        "film in {carbon, other}", 9, "choices is not one choice", ONE_CHOICE, "carbon, other", WRITE_INCLUDES, id="some of several"
    ),
    pytest.param(
        "log2(wavelength) > 3", 1, "the logarithm of a quantity depends on its unit", "a plain number", "length", "", id="a logarithm"
    ),
    pytest.param(
        "wavelenght < 193 nm",
        1,
        'unknown fact "wavelenght"',
        "a fact of the vocabulary or a definition",
        "wavelenght",
        'Did you mean "wavelength"?',
        id="an unknown fact",
    ),
    pytest.param("zzz", 1, 'unknown fact "zzz"', "a fact of the vocabulary or a definition", "zzz", "", id="a fact that resembles nothing"),
    pytest.param(
        "wavelength >= 3 GB/s",
        1,
        "units do not fit",
        "both sides length",
        "length and bit_rate",
        ONE_DIMENSION,
        id="a quantity against another dimension",
    ),
    pytest.param(
        "wavelength >= 193",
        1,
        "units do not fit",
        "both sides length",
        "length and a plain number",
        ONE_DIMENSION,
        id="a quantity against a plain number",
    ),
    pytest.param(
        "numerical_aperture > 1.35 nm",
        1,
        "units do not fit",
        "both sides a plain number",
        "a plain number and length",
        ONE_DIMENSION,
        id="a plain number against a quantity",
    ),
    pytest.param(
        "wavelength + 3 GB/s < 4 nm",
        1,
        "units do not fit",
        "both sides length",
        "length and bit_rate",
        ONE_DIMENSION,
        id="a sum of two dimensions",
    ),
    pytest.param(
        "5 nm < wavelength < 3 GB/s",
        1,
        "units do not fit",
        "both sides length",
        "length and bit_rate",
        ONE_DIMENSION,
        id="a chain of two dimensions",
    ),
    pytest.param(
        "max(1 nm, 1 GB/s) < 3 nm",
        1,
        "units do not fit",
        "both sides length",
        "length and bit_rate",
        ONE_DIMENSION,
        id="the greater of two dimensions",
    ),
    pytest.param(
        'wavelength < "193"',
        1,
        "values of different types are compared",
        "both length",
        "length < a text",
        "",
        id="a quantity against a text",
    ),
    pytest.param("wavelength", 1, "wrong type", "yes or no", "length", "", id="a quantity as a condition"),
    pytest.param("date", 1, "wrong type", "yes or no", "a day", "", id="a day as a condition"),
    pytest.param("not wavelength", 5, "wrong type", "yes or no", "wavelength (length)", "", id="a quantity under not"),
    pytest.param(
        "informed_by_authority and wavelength", 27, "wrong type", "yes or no", "wavelength (length)", "", id="a quantity under and"
    ),
    pytest.param("date + 1 > 2024-09-07", 1, "wrong type", "a plain number", "date (a day)", "", id="a condition in a sum"),
    pytest.param("departure < destination", 1, "a place has no order", "== or !=", "<", "", id="an order of places"),
    pytest.param("exposure < exposure", 1, "choice has no order", "== or !=", "<", "", id="an order of choices"),
    pytest.param(
        "kind == scanner",
        1,
        "wrong type",
        "a plain number or a day or a place or a text or choice",
        "kind (kind)",
        "",
        id="a comparison of kinds",
    ),
    pytest.param(
        'departure == "NL"',
        1,
        "values of different types are compared",
        "both a place",
        "a place == a text",
        "",
        id="a place against a text",
    ),
    pytest.param(
        "kind is scaner", 9, 'unknown kind "scaner"', "a kind of the taxonomy", "scaner", 'Did you mean "scanner"?', id="an unknown kind"
    ),
    pytest.param(
        "kind in {scanner, steper}",
        9,
        'unknown kind "steper"',
        "a kind of the taxonomy",
        "steper",
        'Did you mean "stepper"?',
        id="an unknown kind in a set",
    ),
    pytest.param("kind in EU", 9, "only places have named sets", "a set in braces such as {ald, cvd}", "EU", "", id="a named set of kinds"),
    pytest.param(
        "exposure is optical",
        13,
        '"optical" is no value of exposure',
        "photo_optical, x_ray, electron_beam, ion_beam, laser_beam, other",
        "optical",
        'Did you mean "photo_optical"?',
        id="a value that the choice does not have",
    ),
    pytest.param(
        "exposure in {photo_optical, xray}",
        13,
        '"xray" is no value of exposure',
        "photo_optical, x_ray, electron_beam, ion_beam, laser_beam, other",
        "xray",
        'Did you mean "x_ray"?',
        id="a value in a set that the choice does not have",
    ),
    pytest.param(
        "exporter_established includes tungsten",
        1,
        "wrong type",
        "choices",
        "exporter_established (a place)",
        "",
        id="a value that cannot be included",
    ),
    pytest.param(
        "film includes tungstn",
        15,
        '"tungstn" is no value of film',
        FILMS,
        "tungstn",
        'Did you mean "tungsten"?',
        id="a value among several that does not exist",
    ),
    pytest.param(
        "wavelength is big",
        15,
        "length is not one choice",
        "a fact with one choice, a kind, a place or a text",
        "big",
        "",
        id="a number that is no choice",
    ),
    pytest.param(
        "informed_by_authority is yes",
        26,
        "yes or no is not one choice",
        "a fact with one choice, a kind, a place or a text",
        "yes",
        "",
        id="a truth that is no choice",
    ),
    pytest.param(
        "destination in {CN, XX}", 16, 'unknown place "XX"', "a country code or a set of places", "XX", "", id="an unknown country"
    ),
    pytest.param(
        "destination in EUU",
        16,
        'unknown place "EUU"',
        "a country code or a set of places",
        "EUU",
        'Did you mean "EU"?',
        id="an unknown set of places",
    ),
    pytest.param(
        "destination is CHN",
        16,
        'unknown place "CHN"',
        "a country code or a set of places",
        "CHN",
        'Did you mean "HN"?',
        id="a country by three letters",
    ),
    pytest.param(
        "any partie (party_country in EU)",
        1,
        'unknown scope "partie"',
        "party, performance, host, component",
        "partie",
        'Did you mean "party"?',
        id="an unknown scope",
    ),
    pytest.param(
        "any party in {enduser} (party_country in EU)",
        11,
        'unknown role "enduser"',
        "exporter, purchaser, consignee, end_user, intermediary",
        "enduser",
        'Did you mean "end_user"?',
        id="an unknown role",
    ),
    pytest.param(
        "party_country in EU",
        1,
        '"party_country" is a fact of a party',
        "item or shipment",
        "party",
        "Put it inside `any party (...)`.",
        id="a fact of a party outside",
    ),
    pytest.param(
        "rate > 3 TOPS",
        1,
        '"rate" is a fact of a performance',
        "item or shipment",
        "performance",
        "Put it inside `any performance (...)`.",
        id="a fact of a performance outside",
    ),
    pytest.param("max of performance (precision) > 3", 21, "wrong type", "a plain number", "precision (a text)", "", id="a greatest text"),
    pytest.param(
        "sum of performance (rate < 3 TOPS) > 3", 21, "wrong type", "a plain number", "rate < 3 TOPS (yes or no)", "", id="a sum of truths"
    ),
    pytest.param(
        "mx(1, 2) < 3",
        1,
        'unknown function "mx"',
        "min, max, log2, abs, meets, unconfirmed",
        "mx",
        'Did you mean "max"?',
        id="an unknown function",
    ),
    pytest.param("max(1) < 3", 1, "max has the wrong number of arguments", "2 to 9", "1", "", id="too few arguments"),
    pytest.param("log2(1, 2) > 3", 1, "log2 has the wrong number of arguments", "1 to 1", "2", "", id="too many arguments"),
    pytest.param("meets(3)", 1, "meets takes one text", 'meets("...")', "meets(3)", "", id="a code that is no text"),
    pytest.param('meets("3B001", "3B002")', 1, "meets takes one text", 'meets("...")', 'meets("3B001", "3B002")', "", id="two codes"),
    pytest.param(
        'unconfirmed("no-such-doubt")',
        1,
        'unknown doubt "no-such-doubt"',
        "the id of a doubt that can be seen from here",
        "no-such-doubt",
        "Write the doubt on this paragraph or rule, a parent, or the regime.",
        id="an unknown doubt",
    ),
    pytest.param(
        "date >= 2024-02-30", 9, "not a day of the calendar", "a day such as 2024-09-07", "2024-02-30", "", id="a day that does not exist"
    ),
    pytest.param(
        "date >= 2024",
        1,
        "values of different types are compared",
        "both a day",
        "a day >= a plain number",
        "",
        id="a year instead of a day",
    ),
)


@pytest.mark.parametrize(("condition", "column", "what", "must_be", "came", "do"), REFUSALS)
def test_a_condition_that_means_nothing_is_refused(
    law: Law, condition: str, column: int, what: str, must_be: str, came: str, do: str
) -> None:
    with pytest.raises(LawError) as caught:
        check(condition, Place("law.yaml", 3, 1), Surroundings(law.vocabulary, list="eu:annex-i"))
    (problem,) = caught.value.problems
    assert problem.as_dict() == {"where": f"law.yaml:3:{column}", "what": what, "must_be": must_be, "came": came, "do": do}
