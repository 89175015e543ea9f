"""What the pages of officials and statements show, beside what the questions return."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest

from pages import crowd
from sites import officials, statements
from stances.queries.conflicts import conflicts
from stances.queries.filters import Filters
from stances.queries.listing import listing
from stances.queries.records import assessments
from stances.queries.report import report
from stances.queries.silence import silent
from stances.queries.site.officials import OfficialFound, People, StatementsFound, entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corpora import CorpusBuilder


@pytest.fixture
def many(corpus: CorpusBuilder) -> CorpusBuilder:
    """More officials than one query asks for."""
    return crowd(corpus, officials=120, statements=8)


@pytest.mark.parametrize("asked", [Filters(), Filters(issue=("ferry",), with_hearsay=True)])
def test_officials_are_on_each_issue_as_the_report_has_them(
    many: CorpusBuilder, asked: Filters
) -> None:
    index = many.index()
    expected = {
        (issue.issue, official.official): official.document
        for issue in report(index, asked).issues
        for official in issue.officials
    }
    found = {
        (issue, each.id): official.document
        for each in officials(index, asked)
        for issue, official in each.on.items()
    }
    assert found == expected


def test_officials_have_all_their_statements_and_what_sources_say(many: CorpusBuilder) -> None:
    claims = [
        {"about": ["official-0003", "official-0101"], "text": "They wait.", "when": "2021-05-01"},
        {"about": ["official-0003"], "text": "Undated."},
        {"about": ["official-0003"], "text": "Before that.", "when": "2021-04"},
    ]
    index = many.source("herald", assessments=claims).index()
    said: dict[str, set[str]] = {}
    for row in listing(index, Filters()).rows:
        said.setdefault(row["official"], set()).add(row["ref"])
    found = {each.id: each for each in officials(index, Filters())}
    assert [*found] == sorted(found)
    for id_, each in found.items():
        assert {row["ref"] for row in each.lines} == said.get(id_, set())
        expected = assessments(index, "about", id_)
        assert sorted(row["text"] for row in each.assessments) == sorted(
            row["text"] for row in expected
        )
        quiet = [
            i for i in ("tram", "ferry") if id_ in {s.official for s in silent(index, Filters(), i)}
        ]
        assert sorted(each.silent) == sorted(quiet)
    texts = [row["text"] for row in found["official-0003"].assessments]
    assert texts == ["Before that.", "They wait.", "Undated."]


def test_officials_and_statements_have_the_contradictions_of_conflicts(many: CorpusBuilder) -> None:
    index = many.index()
    rows = [row for row in conflicts(index, Filters()).rows if row["other"]]
    pairs = {(row["kind"], row["ref"], row["other"]) for row in rows if row["kind"] != "double"}
    assert pairs
    found = {
        (pair.row["kind"], pair.row["ref"], pair.row["other"])
        for each in officials(index, Filters())
        for pair in each.contradictions
    }
    assert found == pairs
    both: dict[str, set[tuple[str, str, str]]] = {}
    for some in statements(index, Filters()):
        for ref, own in some.contradictions.items():
            both[ref] = {(pair.row["kind"], pair.row["ref"], pair.row["other"]) for pair in own}
    assert set().union(*both.values()) == pairs
    assert all(ref in pair for ref, own in both.items() for pair in own)
    assert {*both} == {ref for _, *refs in pairs for ref in refs}


def test_statements_have_the_differences_of_their_sources(corpus: CorpusBuilder) -> None:
    evidence = ["courier", {"source": "herald", "position": "rejects", "said": "2021-05-09"}]
    corpus.source("herald").official("bo", statements=[{"evidence": evidence}, "supports"])
    [found] = statements(corpus.index(), Filters())
    assert {ref: [row["kind"] for row in rows] for ref, rows in found.differences.items()} == {
        "bo/s1": ["position", "date"]
    }


def test_statements_come_each_once_as_rows_of_list(many: CorpusBuilder) -> None:
    index = many.index()
    expected = {row["ref"]: row for row in listing(index, Filters()).rows}
    found = {}
    for some in statements(index, Filters()):
        for row in some.rows:
            assert row["ref"] not in found
            found[row["ref"]] = {key: row[key] for key in expected[row["ref"]]}
    assert found == expected


def test_neighbours_are_of_the_official_and_issue_in_order_of_time(many: CorpusBuilder) -> None:
    index = many.index()
    rows = {row["ref"]: row for row in listing(index, Filters()).rows}
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    beside: set[tuple[str, str]] = set()
    for some in statements(index, Filters()):
        before |= {ref: each.ref for ref, each in some.before.items()}
        after |= {ref: each.ref for ref, each in some.after.items()}
        beside |= {(ref, each.ref) for ref, own in some.beside.items() for each in own}
    assert before == {other: ref for ref, other in after.items()}
    assert beside == {(other, ref) for ref, other in beside}
    subjects = {(row["official"], row["issue"]) for row in rows.values()}
    assert len(rows) - len(before) - len(beside) // 2 == len(subjects)
    pairs = {*before.items(), *beside}
    for ref, other in pairs:
        one, own = rows[other], rows[ref]
        assert (one["official"], one["issue"]) == (own["official"], own["issue"])
        is_before = bool(one["said_to"] and own["said_from"] and one["said_to"] < own["said_from"])
        assert is_before == (before.get(ref) == other)
    assert 0 < len(before) < len(pairs)


def test_what_is_found_is_the_same_whoever_is_asked_for_together(many: CorpusBuilder) -> None:
    people = People(many.index(), Filters())
    batches = [*people.batches()]
    every = [id_ for ids in batches for id_ in ids]
    assert len(batches) > 1
    assert every == sorted({*every})
    together, alone = ([*map(people.of, some)] for some in (batches, [[id_] for id_ in every]))

    def by_name(found: list[Iterator[StatementsFound | OfficialFound]]) -> dict[str, object]:
        own: dict[str, object] = {}
        for each in chain.from_iterable(found):
            if isinstance(each, OfficialFound):
                own[each.id] = each
            else:
                parts: tuple[Mapping[str, object], ...] = (
                    each.before,
                    each.after,
                    each.beside,
                    each.contradictions,
                    each.differences,
                    each.together,
                    each.named_by,
                )
                for row in each.rows:
                    own[row["ref"]] = [row, *(of.get(row["ref"]) for of in parts)]
        return own

    assert by_name(together) == by_name(alone)


def test_misattributed_statements_have_pages_though_filters_leave_them_out(
    corpus: CorpusBuilder,
) -> None:
    corpus.official("ann", statements=["supports"])
    said = {"position": "rejects", "status": "misattributed"}
    index = corpus.official("bo", statements=[said]).index()
    people = People(index, Filters(position=("rejects",)))
    found = [each for ids in people.batches() for each in people.of(ids)]
    refs = [each.refs for each in found if isinstance(each, StatementsFound)]
    assert refs == [["bo/s1"]]
    assert len(found) == 1


def test_only_officials_with_statements_let_through_have_pages(corpus: CorpusBuilder) -> None:
    corpus.official("ann", statements=["supports"]).official("bo", statements=["rejects"])
    index = corpus.official("cy").index()
    asked = Filters(position=("rejects",))
    assert [each.id for each in officials(index, Filters())] == ["ann", "bo", "cy"]
    assert [each.id for each in officials(index, asked)] == ["bo"]
    assert [each.official for each in entries(index, asked)] == ["bo"]


def test_officials_are_listed_by_surname_in_ascii_letters(corpus: CorpusBuilder) -> None:
    for id_, name in (
        ("zoe", "Zoe Ápák"),
        ("ali", "علی رضایی"),
        ("port", "Port Authority"),
        ("kim", "김정은"),
        ("oe", "Anna Ørsted"),
        ("nine", "Agent 9"),
    ):
        kind = "institution" if id_ == "port" else "person"
        corpus.official(id_, name=name, kind=kind)
    found = [(each.official, each.letter) for each in entries(corpus.index(), Filters())]
    assert found == [
        ("nine", "a"),
        ("zoe", "a"),
        ("oe", "o"),
        ("port", "p"),
        ("ali", "r"),
        ("kim", "other"),
    ]


def test_an_entry_has_the_first_role_that_is_not_over(corpus: CorpusBuilder) -> None:
    roles = [
        {"title": "Clerk", "faction": "council", "until": "2015"},
        {"title": "Mayor", "faction": "mayor", "from": "2016"},
    ]
    [entry] = entries(
        corpus.official("bo", roles=roles, statements=["supports"]).index(), Filters()
    )
    assert (entry.role, entry.faction, entry.statements, entry.issues) == ("Mayor", "mayor", 1, 1)
