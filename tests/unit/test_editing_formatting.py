"""The canonical layout, by examples: what a file is, and what it becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stances.editing import formatting, yaml_writer
from stances.editing.file_text import UnfaithfulError
from stances.editing.formatting import formatted

if TYPE_CHECKING:
    from stances.corpus import Kind

LONG = "ready to cooperate against all who want delay under no condition " * 2


def laid_out(text: str, kind: Kind = "official") -> str:
    once = formatted(text.encode(), kind)
    assert isinstance(once, bytes)
    assert formatted(once, kind) == once
    return once.decode()


def same(text: str, kind: Kind = "official") -> None:
    assert laid_out(text, kind) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", "{}\n"),
        ("# a\n{} # b\n# c", "# a\n{} # b\n# c\n"),
        ("{ # a\n}", "# a\n{}\n"),
        ("--- {}\n...\n", "{}\n"),
    ],
)
def test_a_file_of_nothing_but_brackets_keeps_them(before: str, after: str) -> None:
    assert formatted(before.encode(), "official") == after.encode()


class TestFormattedKeys:
    def test_stand_in_the_order_of_the_model(self) -> None:
        found = laid_out("statements:\n  - said: 2014\n    id: a\naliases: [B]\nname: A\n")
        assert found == "name: A\naliases: [B]\nstatements:\n  - id: a\n    said: 2014\n"

    def test_that_no_record_has_stay_behind_the_one_before_them(self) -> None:
        assert laid_out("note: w\nnam: x\nname: A\n") == "name: A\nnote: w\nnam: x\n"
        assert laid_out("nam: x\nname: A\n") == "nam: x\nname: A\n"

    def test_of_ones_own_stay_in_their_order(self) -> None:
        same("name: A\nidentifiers:\n  wikidata: Q1\n  isni: '\"1\"'\n")

    def test_are_quoted_only_if_they_have_to_be(self) -> None:
        found = laid_out('"name": A\nidentifiers: {"no": x, \'b\': z}\n')
        assert found == 'name: A\nidentifiers:\n  "no": x\n  b: z\n'


class TestFormattedCollections:
    def test_of_short_texts_stand_in_brackets(self) -> None:
        assert laid_out("aliases:\n- A\n-   'B'\n") == "aliases: [A, B]\n"

    def test_of_texts_that_do_not_fit_stand_on_lines(self) -> None:
        items = ", ".join(f"alias number {number}" for number in range(8))
        found = laid_out(f"aliases: [{items}]\n")
        assert found.splitlines()[:2] == ["aliases:", "  - alias number 0"]

    def test_fit_up_to_the_last_column(self) -> None:
        fits = f"aliases: [{'a' * 34}, {'b' * 33}]"
        assert len(fits) == 80
        same(f"{fits}\n")
        assert laid_out(fits.replace("[", "[x") + "\n").startswith("aliases:\n  - xa")
        same(f"aliases: [{'中' * 17}, {'文' * 16}]\n")  # each of them takes two columns
        assert laid_out(f"aliases: [{'中' * 18}, {'文' * 16}]\n").startswith("aliases:\n  - 中")

    def test_of_mappings_stand_on_lines_indented_by_two(self) -> None:
        found = laid_out("roles: [{title: T, faction: f}]\nstatements:\n- id: a\n")
        assert found == "roles:\n  - title: T\n    faction: f\nstatements:\n  - id: a\n"

    def test_of_keys_never_stand_in_braces(self) -> None:
        text = "assertions:\n  officials:\n    minimum: 14\n    maximum: 14\n"
        assert laid_out("assertions: {officials: {maximum: 14, minimum: 14}}\n", "corpus") == text

    def test_that_are_empty_stand_in_brackets(self) -> None:
        assert laid_out("aliases: [\n]\nidentifiers: { }\n") == "aliases: []\nidentifiers: {}\n"

    def test_within_lists_begin_behind_the_dash(self) -> None:
        assert laid_out("aliases:\n-\n  - a\n  - [b, {c: d}]\n") == (
            "aliases:\n  - - a\n    - - b\n      - c: d\n"
        )


class TestFormattedTexts:
    def test_are_folded_where_they_do_not_fit(self) -> None:
        found = laid_out(f"note: '{LONG.strip()}'\n")
        assert found.startswith("note: >-\n  ready")
        assert max(map(len, found.splitlines())) <= 80

    def test_are_unfolded_where_they_fit(self) -> None:
        assert laid_out("note: >-\n  a\n  b\nname: |-\n  c\n") == "name: c\nnote: a b\n"
        assert laid_out("note: a\n  b\n") == "note: a b\n"

    def test_without_a_place_to_fold_stay_on_their_line(self) -> None:
        same(f"url: https://{'x' * 100}\n", "source")
        same(f"note: |-\n  a  b\n  {'x' * 100}\n    c\n")

    def test_that_would_fit_without_their_key_are_folded_too(self) -> None:
        text = LONG[:70].strip()
        assert laid_out(f"native_name: {text}\n") == f"native_name: >-\n  {text}\n"

    def test_that_cannot_stand_below_their_key_are_folded_in_quotation_marks(self) -> None:
        found = laid_out(f"note: ' {LONG}'\n")
        assert found.startswith('note: " ready')
        assert found.endswith(' "\n')
        assert len(found.splitlines()) == 2
        assert max(map(len, found.splitlines())) <= 80
        assert laid_out(f"note: '\t{LONG}\"'\n").startswith('note: "\\tready')
        assert laid_out(f"note: ' {LONG}\"'\n").startswith("note: ' ready")

    def test_of_several_lines_stay_so(self) -> None:
        same("note: |-\n  - one\n  - two\n")
        assert laid_out('note: "a\\nb\\n"\n') == "note: |\n  a\n  b\n"

    def test_are_folded_in_lists_too(self) -> None:
        found = laid_out(f"aliases: [{LONG.strip()}, short]\n")
        assert found.splitlines()[1] == "  - >-"
        assert found.splitlines()[-1] == "  - short"

    def test_are_quoted_if_another_reader_could_mistake_them(self) -> None:
        assert laid_out("name: 1984\nnote: no\n") == 'name: "1984"\nnote: "no"\n'

    def test_lose_marks_that_they_do_not_need(self) -> None:
        found = laid_out("statements:\n  - said: '2014-06-18'\n    repeated: \"true\"\n")
        assert found == "statements:\n  - said: 2014-06-18\n    repeated: true\n"


class TestFormattedComments:
    def test_above_a_key_or_an_item_move_with_it(self) -> None:
        found = laid_out("note: w\n# of the name\nname: A\nroles:\n# of the role\n- title: T\n")
        assert found == "# of the name\nname: A\nroles:\n  # of the role\n  - title: T\nnote: w\n"

    def test_before_the_first_key_stay_at_the_head(self) -> None:
        assert laid_out("\n# head\n\n\n# more\nnote: w\nname: A\n") == (
            "# head\n\n# more\nname: A\nnote: w\n"
        )

    def test_at_the_end_stay_there(self) -> None:
        same("name: A\n\n# - id: not yet\n# end\n")

    def test_beside_a_value_stay_on_its_line(self) -> None:
        found = laid_out("roles:    # of them all\n  - title: T\naliases: [A]   # as printed\n")
        assert found == "aliases: [A] # as printed\nroles: # of them all\n  - title: T\n"

    def test_that_end_a_list_stay_in_it(self) -> None:
        text = (
            "statements:\n  - id: a\n    note: w\n    # of a\n  # of the list\n# of the file\n"
            "extra: x\n"
        )
        same(text)

    def test_between_a_key_and_its_list_stand_above_the_first_item(self) -> None:
        assert laid_out("roles:\n# r\n- title: T\n") == "roles:\n  # r\n  - title: T\n"

    def test_behind_a_dash_move_above_it(self) -> None:
        assert laid_out("roles:\n- # r\n  title: T\n") == "roles:\n  # r\n  - title: T\n"

    def test_behind_a_dash_within_a_list_too(self) -> None:
        found = laid_out("aliases:\n- a\n- - # b\n     # c\n    b\n- -\n     # d\n    d\n")
        assert found == "aliases:\n  - a\n  # b\n  # c\n  - [b]\n  # d\n  - [d]\n"

    def test_of_a_key_that_becomes_the_first_of_an_item_move_above_the_dash(self) -> None:
        found = laid_out("statements:\n- said: 2014\n  # of the id\n  id: a\n")
        assert found == "statements:\n  # of the id\n  - id: a\n    said: 2014\n"

    def test_within_brackets_open_them(self) -> None:
        found = laid_out("statements:\n- frames: [ # all\n    a, # of a\n    b\n    # end\n  ]\n")
        assert found == (
            "statements:\n  - frames:\n      # all\n      - a # of a\n      - b\n      # end\n"
        )

    def test_within_empty_brackets_stand_above_them(self) -> None:
        assert laid_out("aliases: [ # none\n]\n") == "# none\naliases: []\n"

    def test_between_a_key_and_its_text_stand_above_it(self) -> None:
        assert laid_out("name: # n\n  A\n") == "# n\nname: A\n"

    def test_behind_the_mark_of_a_folded_text_stay_there(self) -> None:
        text = LONG.strip()
        assert laid_out(f"note: >- # n\n  {text}\n").startswith("note: >- # n\n  ready")
        assert laid_out("note: >- # n\n  short\n") == 'note: "short" # n\n'

    def test_that_may_have_cut_a_text_are_still_warned_of(self) -> None:
        same("note: talk # 1\n")
        same("note: no # 1\n")
        found = laid_out(f"note: {LONG} x # 1\n")
        assert found.startswith("note: ready to")
        assert found.endswith(" x # 1\n")
        assert max(map(len, found.splitlines())) <= 80

    def test_that_cut_nothing_are_not_warned_of_afterwards(self) -> None:
        same('note: "talk" # 1\n')
        assert laid_out("aliases: [A, # a\n B]\n") == 'aliases:\n  - "A" # a\n  - B\n'
        assert laid_out(f"note: '{LONG}x' # 1\n").startswith("note: >- # 1\n  ready to")

    def test_are_written_as_they_are_but_for_blanks_behind_them(self) -> None:
        assert laid_out("#x  \nname: A #  y \n") == "#x\nname: A #  y\n"


class TestFormattedBlankLines:
    def test_stay_but_only_one(self) -> None:
        found = laid_out("name: A\n\n\n\nstatements:\n- id: a\n  \n- id: b\n\n\n")
        assert found == "name: A\n\nstatements:\n  - id: a\n\n  - id: b\n"

    def test_do_not_stand_above_what_comes_first(self) -> None:
        assert laid_out("roles:\n\n- title: T\n") == "roles:\n  - title: T\n"

    def test_move_with_the_key(self) -> None:
        assert laid_out("note: w\n\nroles: []\nname: A\n") == "name: A\n\nroles: []\nnote: w\n"


class TestFormattedFile:
    def test_keeps_its_line_ends(self) -> None:
        assert laid_out("name:  A\r\nnote: w\r\n") == "name: A\r\nnote: w\r\n"
        assert laid_out("name:  A\r\nnote: w\r\nkind: person\n") == (
            "name: A\r\nkind: person\r\nnote: w\r\n"
        )

    def test_of_another_age_gets_those_of_today(self) -> None:
        assert laid_out("name: A\rnote: w\r") == "name: A\nnote: w\n"

    def test_loses_its_byte_order_mark_and_gets_a_last_line_end(self) -> None:
        assert laid_out("\ufeffname: A") == "name: A\n"

    def test_needs_no_marks_of_a_document(self) -> None:
        assert laid_out("# a\n--- # b\nname: A\n...\n# c\n") == "# a\n# b\nname: A\n\n# c\n"

    @pytest.mark.parametrize(
        "text",
        [
            *("name: [", "name: A\nname: B\n", "name:\n", "name: &a B\n", "- a\n", "", "name: ~\n"),
            *(
                "name: !a B\n",
                "a: 1\n---\nb: 2\n",
                "? name\n: A\n",
                "name: \u202eA\n",
                "%A\n---\na: b",
            ),
            *("name: ''\n", "[a]: b\n", "a: *b\n", "<<: b\n", 'a: "\\x07"\n', "{a: {b: ? c}}"),
            *("note: |\n", "note: >-\n  \n", "aliases: [a, '']\n"),
            "a: " + "[" * 40 + "]" * 40,
        ],
    )
    def test_is_left_alone_if_the_reader_refuses_it(self, text: str) -> None:
        faults = formatted(text.encode(), "official")
        assert isinstance(faults, list)
        assert faults

    def test_that_is_no_text_is_left_alone(self) -> None:
        assert isinstance(formatted(b"name: \xff\n", "official"), list)


class TestUnfaithfulFormatting:
    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ("name: B\n", "change what the file says"),
            ("name: [\n", "change what the file says"),
            ("name:  A\n# c\n", "twice"),
            ("name: A\n", "lose a comment"),
            ("name: A # c\n", "change what the file says"),
        ],
    )
    def test_is_found_before_anything_is_written(
        self, monkeypatch: pytest.MonkeyPatch, wrong: str, why: str
    ) -> None:
        real = yaml_writer.file_text
        answers = iter([wrong])
        monkeypatch.setattr(formatting, "file_text", lambda *a: next(answers, None) or real(*a))
        with pytest.raises(UnfaithfulError, match=why) as found:
            formatted(b"name:    A\n# c\n", "official")
        assert str(found.value).endswith("; nothing was written")

    def test_is_that_a_sound_file_cannot_be_taken_apart(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(formatting, "parse_tree", lambda _: None)
        with pytest.raises(UnfaithfulError, match="taken apart"):
            formatted(b"name: A\n", "official")
