from __future__ import annotations

from datetime import date

import pytest
import sqlglot

from licet import Law
from licet.batch.law_sql import NoSuchTextError, law_as_sql
from licet.language.sql_text import DIALECTS


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_rule_is_printed_as_sql_that_the_dialect_reads(dialect: str, law: Law) -> None:
    text = law_as_sql(law, "nl-asme-licence", dialect, day=date(2024, 9, 7))
    parsed = sqlglot.parse_one(text, dialect=dialect)
    assert isinstance(parsed, sqlglot.exp.Select)
    assert [one.alias_or_name for one in parsed.selects] == ["shipment", "nl-asme-licence"]


def test_a_paragraph_is_printed_with_every_text_of_it(law: Law) -> None:
    text = law_as_sql(law, "nl:asme/3B001.f.x")
    assert "DATE" in text
    assert '"nl:asme/3B001.f.x"' in text


def test_what_is_not_there_is_named_with_what_is_near(law: Law) -> None:
    with pytest.raises(NoSuchTextError, match="Did you mean"):
        law_as_sql(law, "nl-asme-license")
    with pytest.raises(NoSuchTextError, match="duckdb, spark"):
        law_as_sql(law, "nl", "cobol")
