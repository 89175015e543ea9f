from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from corpora import CorpusBuilder

MAYOR = {"title": "Mayor", "faction": "mayor"}


def roles(corpus: CorpusBuilder, *held: Any, **fields: Any) -> CorpusBuilder:
    """An official who holds these roles, and whose one statement names no role of them."""
    statement = {"role": "Citizen", "faction": "none"}
    return corpus.official("jansen", roles=held, statements=[statement], **fields)


def dates(from_: str | None, until: str | None) -> dict[str, str]:
    return {key: day for key, day in (("from", from_), ("until", until)) if day}


class TestRoleFaction:
    def test_is_a_fault_if_it_is_unknown(self, corpus: CorpusBuilder) -> None:
        problem = roles(corpus, MAYOR, {"faction": "concil"}).problem()
        assert (problem.code, corpus.pointed_at(problem)) == ("ST104", '"concil"')
        assert "`concil`" in problem.message
        assert problem.hint == "did you mean `council`?"

    def test_spoils_the_official_as_a_whole(self, corpus: CorpusBuilder) -> None:
        problem = roles(corpus, {"faction": "zzz"}).problem()
        assert problem.ref == "jansen"
        assert problem.hint.endswith("council, mayor; leave it out for none")

    def test_may_be_absent(self, corpus: CorpusBuilder) -> None:
        assert roles(corpus, {"title": "Poet"}).codes() == []


class TestRoleTitle:
    def test_is_needed_by_a_person(self, corpus: CorpusBuilder) -> None:
        problem = roles(corpus, MAYOR, {"title": None, "faction": "council"}).problem()
        text = (corpus.folder / problem.path).read_text().splitlines()
        assert (problem.code, corpus.pointed_at(problem)) == ("ST202", "{")
        assert '"council"' in text[problem.line]
        assert "`title" in problem.message

    def test_is_not_needed_by_an_institution(self, corpus: CorpusBuilder) -> None:
        untitled = {"title": None, "faction": "council"}
        assert roles(corpus, untitled, kind="institution").codes() == []


class TestRoleDates:
    @pytest.mark.parametrize(
        ("from_", "until"),
        [
            ("2021", "2020"),
            ("2021-05-04", "2021-05-03"),
            ("2021-06", "2021-05"),
            ("2022/..", "2021"),
        ],
    )
    def test_is_a_fault_where_that_is_certain(
        self, corpus: CorpusBuilder, from_: str, until: str
    ) -> None:
        problem = roles(corpus, MAYOR | dates(from_, until)).problem()
        assert (problem.code, corpus.pointed_at(problem)) == ("ST309", f'"{until}"')
        assert until in problem.message
        assert from_ in problem.message

    @pytest.mark.parametrize(
        ("from_", "until"),
        [
            ("2021", "2021"),
            ("2021-05-03", "2021-05-03"),
            ("2021-05-03", "2021"),
            ("2021", "2021-05-03"),
            ("2021", "2020/.."),
            ("../2021", "2020"),
            ("2021", None),
            (None, "2020"),
        ],
    )
    def test_is_none_where_it_is_only_possible(
        self, corpus: CorpusBuilder, from_: str | None, until: str | None
    ) -> None:
        assert roles(corpus, MAYOR | dates(from_, until)).codes() == []


class TestRoleListedTwice:
    @pytest.mark.parametrize(
        ("one", "other", "days"),
        [
            (("2010", "2020"), ("2012", "2022"), ("2012-12-31", "2020-01-01")),
            (("2012", "2022"), ("2010", "2020"), ("2012-12-31", "2020-01-01")),
            (("2010", "2020"), ("2010", "2020"), ("2010-12-31", "2020-01-01")),
            (("2020-01-01", "2020-01-03"), ("2020-01-02", "2021"), ("2020-01-02", "2020-01-03")),
        ],
    )
    def test_is_a_fault_where_the_days_certainly_overlap(
        self,
        corpus: CorpusBuilder,
        one: tuple[str, str],
        other: tuple[str, str],
        days: tuple[str, str],
    ) -> None:
        problem = roles(corpus, MAYOR | dates(*one), MAYOR | dates(*other)).problem()
        text = (corpus.folder / problem.path).read_text().splitlines()
        assert (problem.code, problem.ref) == ("ST308", "jansen")
        assert f'"{max(one, other)[0]}"' in "".join(text[problem.line : problem.line + 4])
        assert "Mayor" in problem.message
        assert f"{days[0]} to {days[1]}" in problem.message

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("2010", "2015"), ("2016", "2020")),
            (("2010", "2015-06-01"), ("2015-06-01", "2020")),
            (("2010", "2015-06"), ("2015-06", "2020")),
            (("2010", "2015"), ("2015", "2020")),
            (("2010", None), ("2012", None)),
            (("2010", "2020"), (None, "2020")),
            ((None, None), (None, None)),
        ],
    )
    def test_is_none_where_it_may_be_a_handover_or_is_not_known(
        self, corpus: CorpusBuilder, one: tuple[str, str], other: tuple[str, str]
    ) -> None:
        assert roles(corpus, MAYOR | dates(*one), MAYOR | dates(*other)).codes() == []

    def test_is_none_where_two_offices_are_held_at_once(self, corpus: CorpusBuilder) -> None:
        days = dates("2010", "2020")
        clerk, alderman = {"title": "Clerk", "faction": "mayor"}, MAYOR | {"faction": "council"}
        assert roles(corpus, MAYOR | days, clerk | days, alderman | days).codes() == []

    def test_need_not_have_a_title(self, corpus: CorpusBuilder) -> None:
        untitled = {"title": None, "faction": "council"} | dates("2010", "2020")
        problem = roles(corpus, untitled, untitled, kind="institution").problem()
        assert (problem.code, "None" in problem.message) == ("ST308", False)
