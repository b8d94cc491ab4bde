from __future__ import annotations

import pytest

from licet.screening.entity_list import Review, citations_of, footnote_doubt, footnotes_of, reviews_of, sections_of


@pytest.mark.parametrize(
    ("requirement", "footnotes"),
    [
        ("For all items subject to the EAR. (See §744.11 of the EAR)", ()),
        ("For all items subject to the EAR, see §§ 734.9(e)1 and 744.11 of the EAR2", (1, 2)),
        ("For all items subject to the EAR, see §§ 734.9(e) 1 and 744.11 of the EAR 2", (1, 2)),
        ("For All Items Subject to the EAR (See §734.9(e)1, and §744.11 of the EAR)2.", (1, 2)),
        ("For all items subject to the EAR. (See §§ 734.9(e)(1) and 744.11 of the EAR)", (1,)),
        ("For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4", (4,)),
        ("For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)", (4,)),
        ("For All Items Subject to the EAR (See §734.9(e), and 744.11 of the EAR)4.", (4,)),
        ("For all items subject to the EAR (See §§734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR)5", (5,)),
        ("For all items subject to the EAR. (See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)", (3,)),
        ("For all items subject to the EAR (See §§ 734.9(g), 746.8(a)(3), and 744.21(b) of the EAR)", (3,)),
        ("For All Items Subject to the EAR (See §734.9(g), 3 §746.8(a)(3), and §744.11 of the EAR).", (3,)),
        ("For items on the CCL and EAR99 items listed in supplement no. 7 to part 746 of the EAR", ()),
        ("See §§ 736.2(b)(3)(vi), and 744.11 of the EAR, EXCEPT for technology", (1,)),
        ("", ()),
    ],
)
def test_footnotes_are_told_from_the_section_first_and_the_mark_second(requirement: str, footnotes: tuple[int, ...]) -> None:
    assert footnotes_of(requirement) == footnotes
    assert footnote_doubt(requirement) == ""


@pytest.mark.parametrize(
    ("policy", "reviews"),
    [
        ("Presumption of denial.", (Review.PRESUMPTION_OF_DENIAL,)),
        ("Presumption for denial", (Review.PRESUMPTION_OF_DENIAL,)),
        ("Policy of Denial", (Review.POLICY_OF_DENIAL,)),
        ("See §§744.11 and 744.23(d) of the EAR", (Review.BY_SECTION,)),
        (
            "Case-by-case review for X; casa-by-case review for Y; and presumption of denial",
            (Review.PRESUMPTION_OF_DENIAL, Review.CASE_BY_CASE),
        ),
        ("", ()),
    ],
)
def test_policies_are_told_in_all_their_spellings(policy: str, reviews: tuple[Review, ...]) -> None:
    assert reviews_of(policy) == reviews


def test_sections_and_citations_have_one_spelling() -> None:
    assert sections_of("(See §734.9(g), 3 §746.8(a)(3), and §744.2l(b))") == ("734.9(g)", "746.8(a)(3)", "744.2")
    assert citations_of("80 F.R. 30435 5/28/15, 81 F.R.45276 7/13/2016, 85 FR 83420; 89 FR 96837") == (
        "80 FR 30435",
        "81 FR 45276",
        "85 FR 83420",
        "89 FR 96837",
    )
    assert citations_of("") == ()
