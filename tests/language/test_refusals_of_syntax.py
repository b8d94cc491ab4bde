from __future__ import annotations

import pytest

from licet import Law, LawError
from licet.language.check import Surroundings, check
from licet.language.place import Place

REFUSALS = (
    pytest.param(
        "kind is scanner and", 20, '(, a name, a number, a number with a unit, a text in "quotes", not', "the end", id="nothing after and"
    ),
    pytest.param("kind is", 8, 'a name, a text in "quotes", not', "the end", id="nothing after is"),
    pytest.param("kind in {}", 10, 'a name, a text in "quotes"', "}", id="an empty set"),
    pytest.param("kind in {scanner", 17, ",, }", "the end", id="a set without its end"),
    pytest.param("(kind is scanner", 17, ")", "the end", id="a bracket without its end"),
    pytest.param("kind is scanner)", 16, "the end", ")", id="a bracket without its beginning"),
    pytest.param("kind is scanner kind is stepper", 17, "and, or, the end", "kind", id="two conditions in a row"),
    pytest.param(
        "wavelength = 193 nm", 12, "(, ), ,, a comparison (< <= == != >= >), and, in, includes, is, not, or", "=", id="one sign of equality"
    ),
    pytest.param(
        "wavelength << 193 nm", 13, '(, a name, a number, a number with a unit, a text in "quotes"', "<", id="two signs of comparison"
    ),
    pytest.param("kind is scanner & kind is stepper", 17, "), ,, and, or, }", "&", id="a sign of another language"),
    pytest.param('name is "x', 9, 'a name, a text in "quotes", not', '"', id="a text without its end"),
    pytest.param("wavelength < 193 xm", 18, "a comparison (< <= == != >= >), and, or, the end", "xm", id="a unit that does not exist"),
    pytest.param("wavelength < 1,50 nm", 15, "the end", ",", id="a comma in a number"),
    pytest.param("any (kind is scanner)", 5, "a name", "(", id="a quantifier without a scope"),
    pytest.param("", 1, '(, a name, a number, a number with a unit, a text in "quotes", not', "the end", id="nothing at all"),
)


@pytest.mark.parametrize(("condition", "column", "must_be", "came"), REFUSALS)
def test_a_condition_that_cannot_be_read_is_refused(law: Law, condition: str, column: int, must_be: str, came: str) -> None:
    with pytest.raises(LawError) as caught:
        check(condition, Place("law.yaml", 3, 1), Surroundings(law.vocabulary))
    (problem,) = caught.value.problems
    assert problem.as_dict() == {
        "where": f"law.yaml:3:{column}",
        "what": "the condition cannot be read",
        "must_be": must_be,
        "came": came,
        "do": "See docs/law-format.md, Conditions.",
    }
