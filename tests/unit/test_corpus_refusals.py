from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from corpora import CorpusBuilder

HEAD = "name: Jansen\nroles: [{title: Clerk, faction: council}]\n"
GOOD = (
    "{id: %s, said: 2021, position: supports, evidence: [{source: courier, form: quote, text: a}]}"
)


def official(corpus: CorpusBuilder, *statements: str, head: str = HEAD) -> CorpusBuilder:
    listed = "".join(f"  - {statement}\n" for statement in statements)
    return corpus.file("officials/jansen.yaml", f"{head}statements:\n{listed}")


def refs(corpus: CorpusBuilder) -> list[str]:
    return [ref for (ref,) in corpus.index().execute("SELECT ref FROM statements ORDER BY number")]


class TestRefusedValue:
    def test_is_not_told_as_a_missing_key_besides(self, corpus: CorpusBuilder) -> None:
        for refused in ("position:", "position: *a", "position: !!str a", "position: ''"):
            bad = (GOOD % "a").replace("position: supports", refused)
            assert len(official(corpus, bad).problems()) == 1, refused

    def test_leaves_out_what_lies_within_it(self, corpus: CorpusBuilder) -> None:
        bad = (GOOD % "a").replace("evidence: [{", "evidence: [!x {zzz: y, ")
        assert official(corpus, bad).problem().code == "ST011"

    def test_does_not_hide_another_fault_beside_it(self, corpus: CorpusBuilder) -> None:
        bad = (GOOD % "a").replace("supports", "*a").replace("2021", "soon")
        assert sorted(p.code for p in official(corpus, bad).problems()) == ["ST010", "ST204"]

    def test_of_a_whole_file_is_told_alone(self, corpus: CorpusBuilder) -> None:
        assert corpus.file("officials/jansen.yaml", "- a\n- b\n").problem().code == "ST008"


class TestCommentAfterText:
    @pytest.mark.parametrize("key", ["note", "name"])
    def test_is_warned_of_with_its_place(self, corpus: CorpusBuilder, key: str) -> None:
        head = {"note": HEAD + "note: talk #1\n", "name": HEAD.replace("Jansen", "Jansen #1")}[key]
        problem = official(corpus, GOOD % "a", head=head).problem()
        assert (problem.code, problem.severity) == ("ST016", "warning")
        assert f"`{key}`" in problem.message
        assert corpus.pointed_at(problem) == "#1"
        assert refs(corpus) == ["jansen/a"]

    def test_is_warned_of_in_a_list(self, corpus: CorpusBuilder) -> None:
        official(corpus, GOOD % "a", head=f"{HEAD}aliases:\n  - P. Jansen #2\n  - Piet\n")
        assert "`aliases`" in corpus.problem().message

    def test_is_a_comment_where_no_text_is_free_or_it_is_quoted(
        self, corpus: CorpusBuilder
    ) -> None:
        official(corpus, GOOD % "a", head=f"{HEAD}kind: person # really\nnote: 'a' # b\n# c\n")
        assert corpus.codes() == []
