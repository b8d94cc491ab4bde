from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.support.commands import Ran, licet

SCANNER = {
    "item.kind": "scanner",
    "item.wavelength": "193 nm",
    "item.exposure": "photo_optical",
    "item.numerical_aperture": "1.35",
    "item.dedicated_chuck_overlay": "1.4 nm",
    "item.model_family": "other",
    "departure": "NL",
    "destination": "CN",
}

OTHER_FIELDS = ("film", "performances", "die_area", "etch", "resist", "qubits", "beam", "purpose")
"""Words of facts that say nothing of a scanner."""


@dataclass
class Exporter:
    """Answers what it knows, and notes what it was asked."""

    knows: dict[str, str]
    asked: list[str] = field(default_factory=list)

    def __call__(self, prompt: str) -> str:
        path = prompt.partition(":")[0].partition(" [")[0]
        self.asked.append(path)
        return self.knows.get(path, "")


def ask(exporter: Exporter, *arguments: str) -> Ran:
    return licet("ask", *arguments, "--date", "2024-10-01", person=exporter)


def test_answers_lead_to_the_answer_that_the_same_facts_get_at_once() -> None:
    exporter = Exporter(SCANNER)
    asked = ask(exporter)
    facts = [f"--fact={path.removeprefix('item.')}={value}" for path, value in SCANNER.items() if path in exporter.asked]
    at_once = licet("check", *facts, "--date", "2024-10-01")
    assert asked.code == at_once.code == 22
    assert asked.out.endswith(at_once.out)


def test_only_facts_that_can_still_matter_are_asked() -> None:
    exporter = Exporter(SCANNER)
    ask(exporter, "--from", "NL", "--to", "CN", "--kind", "scanner")
    assert "item.wavelength" in exporter.asked
    assert not [path for path in exporter.asked if any(word in path for word in OTHER_FIELDS)]
    assert not {"item.kind", "departure", "destination"} & set(exporter.asked)


def test_no_question_is_asked_twice() -> None:
    exporter = Exporter(SCANNER)
    ask(exporter)
    assert sorted(exporter.asked) == sorted(set(exporter.asked))


def test_a_fact_that_settles_the_answer_ends_the_questions() -> None:
    exporter = Exporter({**SCANNER, "item.wavelength": "13.5 nm"})
    ran = ask(exporter, "--from", "NL", "--to", "CN", "--kind", "scanner", "--fact", "exposure=photo_optical")
    assert ran.code == 22
    assert exporter.asked == ["item.wavelength"]


def test_nothing_is_asked_where_the_answer_is_settled() -> None:
    exporter = Exporter({})
    ran = ask(exporter, "--item", "NXT:2000i", "--from", "NL", "--to", "CN")
    assert (ran.code, exporter.asked) == (22, [])


@pytest.mark.parametrize("kind", ["scanner", "ald", "gpu", "software", "technology", "processed_wafer", "component"])
def test_somebody_who_knows_nothing_is_asked_everything_once_and_gets_an_open_answer(kind: str) -> None:
    exporter = Exporter({})
    ran = ask(exporter, "--from", "NL", "--to", "CN", "--kind", kind)
    assert sorted(exporter.asked) == sorted(set(exporter.asked))
    assert ran.code == (30 if exporter.asked else licet("check", "--kind", kind, "--from", "NL", "--to", "CN", "--date", "2024-10-01").code)


def test_an_answer_that_cannot_be_is_refused_and_asked_again() -> None:
    answers = iter(["193 kg", "193 nm"])
    prompts: list[str] = []

    def person(prompt: str) -> str | None:
        prompts.append(prompt)
        return next(answers, None)

    ran = licet("ask", "--kind", "scanner", "--from", "NL", "--to", "CN", "--date", "2024-10-01", person=person)
    assert "wrong unit of wavelength" in ran.out
    assert prompts[0] == prompts[1] != prompts[2]


def test_the_end_of_the_input_ends_the_questions() -> None:
    ran = licet("ask", "--kind", "scanner", "--from", "NL", "--to", "CN", "--date", "2024-10-01", stdin=b"")
    assert ran.code == 30


def test_each_question_says_why_it_is_asked() -> None:
    ran = licet("ask", "--kind", "scanner", "--from", "NL", "--to", "CN", "--date", "2024-10-01", stdin=b"")
    assert "so far: between no licence required and licence required; asked because of " in ran.out


def test_the_next_question_can_be_had_in_json() -> None:
    ran = licet("ask", "--kind", "scanner", "--from", "NL", "--to", "CN", "--date", "2024-10-01", "--json")
    assert ran.code == 30
    assert ran.json["next"]["path"].startswith("item.")
    assert ran.json["next"]["question"].endswith(("?", ")"))
    assert (ran.json["verdict"], ran.json["outcome"]["settled"]) == ("open", False)


def test_there_is_no_next_question_where_the_answer_is_settled() -> None:
    ran = licet("ask", "--item", "NXT:2000i", "--from", "NL", "--to", "CN", "--date", "2024-10-01", "--json")
    assert (ran.code, ran.json["next"]) == (22, None)
