"""`verify`: the words of the records, held against the stored copies of their sources."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stances.evidence import limits
from stances.queries.verification import ARTICLES

from .conftest import LEDGER

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Ledger, Process, Run

    Verify = Callable[..., str]

GAZETTE = """\
Boats off the lake?
Nora Lind, 10 June 2021

“We want our quiet lake back,” Mayor Anna Adler told a town meeting, “and we
will not wait for another summer of noise.” She would sign the ban only if the
state pays, she added.

\N{QUOTATION MARK}Over my dead body,\N{QUOTATION MARK} said Bruno Brandt. At the port, the harbour
counts every litre of fuel. “We won't sell,” say some; others don't care.
"""
NAMA = """\
<!DOCTYPE html>
<html lang="fa"><head><title>نامهٔ دریاچه</title></head><body>
<p>شهردار Anna Adler گفت که دریاچه باید آرام شود.</p>
<p>شیرین فرحی: «اول از <b>ماهیگیران</b> بپرسید!»</p>
</body></html>
"""
DOCS = Path(__file__).resolve().parents[2] / "docs" / "verify.md"
ADLER = LEDGER["officials/adler.yaml"]
QUOTE = "We want our quiet lake back"


def copied(folder: Path, **files: str | bytes) -> Path:
    """Store copies beside a corpus; `gazette_txt` is `gazette.txt`."""
    copies = folder.parent / "snapshots"
    copies.mkdir(exist_ok=True)
    for name, content in {"gazette_txt": GAZETTE, "nama_html": NAMA, **files}.items():
        written = content if isinstance(content, bytes) else content.encode()
        (copies / name.replace("_", ".")).write_bytes(written)
    return copies


@pytest.fixture
def verify(stances: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Verify:
    """Verify the ledger with Adler's quotation changed; gives what is printed and the exit code."""

    def call(new: str = QUOTE, *options: str, **copies: str | bytes) -> str:
        adler = ADLER.replace(QUOTE, new)
        folder = ledger({"officials/adler.yaml": adler})
        copied(folder, **copies)
        monkeypatch.chdir(folder.parent)
        answer = stances("verify", "--data", "ledger", *options)
        assert answer.stderr.startswith("what to do about it: ") == bool(answer.returncode)
        return f"{answer.stdout}exit {answer.returncode}"

    return call


def places(printed: str) -> list[str]:
    return re.findall(r"^ledger/(\S+:\d+:\d+: \w+\[ST\d+)", printed, re.MULTILINE)


class TestWhatIsFound:
    def test_is_counted(self, verify: Verify) -> None:
        assert verify() == "6 found, 0 not found, 0 unchecked\nexit 0"

    @pytest.mark.parametrize(
        "words",
        [
            "We want  our\u00a0quiet lake back",
            "We want our quiet lake back,",
            '"We want our quiet lake back… we will not wait',
            "We want our qui\u00adet lake back [...] we will not wait",
            "We want our quiet lake [of ours] back",
        ],
    )
    def test_may_be_set_otherwise(self, verify: Verify, words: str) -> None:
        assert verify(f"'{words}'").endswith("6 found, 0 not found, 0 unchecked\nexit 0")

    def test_with_an_insertion_says_so(self, verify: Verify) -> None:
        printed = verify("'We want our quiet lake [of ours] back'")
        assert "ledger/officials/adler.yaml:13:46: note: found, with the insertion [of ours]\n" in (
            printed
        )


class TestWhatIsNotFound:
    @pytest.mark.parametrize(
        ("words", "nearest"),
        [
            ("We want our loud lake back", "We want our [-loud-] {+quiet+} lake back"),
            ("We want our Quiet lake back", "We want our [-Quiet-] {+quiet+} lake back"),
            ("We want our quiet lake back.", "We want our quiet lake back [-.-]"),
            ("we will wait for another summer", "we will {+not+} wait for another summer"),
            ("We will not wait for another", "[-We-] {+we+} will not wait for another"),
        ],
    )
    def test_is_an_error_that_shows_the_nearest_passage(
        self, verify: Verify, words: str, nearest: str
    ) -> None:
        printed = verify(words)
        assert places(printed) == ["officials/adler.yaml:13:46: error[ST501"]
        assert nearest in printed
        assert printed.endswith(
            "5 found, 1 not found, 0 unchecked\n1 error, 0 warnings in 1 file\nexit 1"
        )

    def test_is_so_where_the_pieces_stand_in_another_order(self, verify: Verify) -> None:
        printed = verify("'we will not wait […] We want our quiet lake back'")
        assert places(printed) == ["officials/adler.yaml:13:46: error[ST501"]
        assert "has the pieces of these words, but not in this order" in printed

    def test_is_so_under_another_source(self, stances: Run, ledger: Ledger) -> None:
        adler = ADLER.replace("source: gazette, form: quote", "source: nama, form: quote, lang: fa")
        folder = ledger({"officials/adler.yaml": adler})
        copied(folder)
        answer = stances("verify", "--data", folder)
        assert answer.returncode == 1
        assert "officials/adler.yaml:13:53: error[ST501 words-not-found]" in answer.stdout
        assert "these words are not in nama.html (" in answer.stdout


class TestWordsThatAreSetOtherwise:
    @pytest.mark.parametrize(
        ("words", "copy"),
        [
            ("a sufficient fix for traffic", "a su\ufb03cient \ufb01x for tra\ufb03c"),
            ("a su\ufb03cient \ufb01x for tra\ufb03c", "a sufficient fix for traffic"),
            ("it stays. And the money, too", "it stays.\n\n“And the money, too"),
            ("it stays. And the money, too", "it stays.[1] And the money,* too"),
            ("支持美国", "他们不支持美国的行动"),
            ("協力する", "アメリカと協力すると言った"),
            ("ต้องการสงคราม", "เราไม่ต้องการสงครามกับ"),
            ("👍", "👍"),
        ],
    )
    def test_are_found(self, verify: Verify, words: str, copy: str) -> None:
        printed = verify(f"'{words}'", gazette_txt=f"{GAZETTE}\n\nAdler: “{copy}.”\n")
        assert printed.endswith("6 found, 0 not found, 0 unchecked\nexit 0")

    def test_are_two_where_two_said_them(self, verify: Verify) -> None:
        copy = f"{GAZETTE}\n\n“We stay.” Bo said: “And the money, too.”\n"
        printed = verify("'We stay. And the money, too.'", gazette_txt=copy)
        assert "5 found, 1 not found" in printed


class TestTheDifference:
    @pytest.mark.parametrize("length", [40, 81, 151, 400, 13_500])
    def test_is_shown_however_long_the_words_are(self, verify: Verify, length: int) -> None:
        words = [f"word{number}" if number % 7 else "ferry" for number in range(length)]
        copy = [*words]
        copy[-3] = "altered"
        printed = verify(" ".join(words), gazette_txt=f"{GAZETTE}\n\n“{' '.join(copy)}”\n")
        assert f"[-{words[-3]}-] {{+altered+}} {words[-2]} {words[-1]}" in printed

    def test_names_letters_that_look_alike(self, verify: Verify) -> None:
        printed = verify("We w\u0430nt our quiet lake back")
        assert (
            "“w\u0430nt”: U+0430 CYRILLIC SMALL LETTER A where the copy has U+0061 LATIN SMALL "
            "LETTER A; nearest, on line 4: We [-w\u0430nt-] {+want+} our quiet lake back"
        ) in printed

    def test_is_told_by_words_with_their_vowel_marks(self, verify: Verify) -> None:
        copy = f"{GAZETTE}\n\nگفت: «این کتابُ او نو است»\n"
        assert "[-کتابِ-] {+کتابُ+}" in verify("این کتابِ او نو است", gazette_txt=copy)


class TestAChangedCopy:
    @pytest.fixture
    def folder(self, ledger: Ledger) -> Path:
        checksum = hashlib.sha256(GAZETTE.encode()).hexdigest()
        source = f"{LEDGER['sources/gazette.yaml']}sha256: {checksum}\n"
        return ledger({"sources/gazette.yaml": source})

    def test_is_an_error_of_its_own_by_one_byte(self, stances: Run, folder: Path) -> None:
        copied(folder, gazette_txt=GAZETTE.replace("fuel.", "fuel!"))
        answer = stances("verify", "--data", folder)
        assert answer.returncode == 1
        assert "sources/gazette.yaml:11:9: error[ST503 changed-copy]" in answer.stdout
        assert "2 found, 0 not found, 4 unchecked" in answer.stdout

    def test_shows_beside_what_rests_on_it(self, stances: Run, folder: Path) -> None:
        copied(folder, gazette_txt=GAZETTE.replace("fuel.", "fuel!"))
        shown = stances("show", "brandt", "--data", folder, "--format", "table").stdout
        assert "UNCHECKED: gazette.txt is not the copy that was recorded" in " ".join(shown.split())

    def test_is_an_error_beside_another_file_too(self, stances: Run, folder: Path) -> None:
        copied(folder, gazette_txt=GAZETTE.replace("fuel.", "fuel!"), gazette_md="# Else")
        answer = stances("verify", "--data", folder)
        assert answer.returncode == 1
        assert "error[ST503 changed-copy]" in answer.stdout

    def test_is_none_where_the_checksum_fits(self, stances: Run, folder: Path) -> None:
        copied(folder)
        assert stances("verify", "--data", folder).returncode == 0

    def test_is_told_from_a_second_copy_by_the_checksum(self, stances: Run, folder: Path) -> None:
        copied(folder, gazette_md="# Something else")
        assert stances("verify", "--data", folder).stdout.startswith("6 found")


class TestWhatIsUnchecked:
    def test_is_counted_with_the_reason(self, stances: Run, ledger: Ledger) -> None:
        copied(ledger()).joinpath("nama.html").unlink()
        answer = stances("verify", "--data", ledger())
        assert answer.returncode == 0
        assert answer.stdout == (
            "unchecked: 2 of nama: there is no stored copy (adler/quiet-lake, "
            "farahi/ask-the-fishers)\n4 found, 0 not found, 2 unchecked\n"
        )

    def test_fails_where_all_is_required(self, stances: Run, ledger: Ledger) -> None:
        copied(ledger()).joinpath("nama.html").unlink()
        answer = stances("verify", "--require-all", "--data", ledger())
        assert answer.returncode == 1
        assert answer.stdout.count("error[ST508 unchecked-words]") == len(["quiet", "fishers"])

    def test_is_a_translation_without_its_original(self, verify: Verify) -> None:
        printed = verify(f"Wir wollen, lang: de, note: {QUOTE}")
        assert "it is in `de` and its source in `en`: add the `original`" in printed

    def test_is_not_a_translation_with_its_original(self, verify: Verify) -> None:
        found = verify(f"Wir wollen, lang: de, original: {{lang: en, text: {QUOTE}}}")
        assert "note: original found, the `text` is a translation, which is not checked" in found
        assert "5 found, 1 original found, 0 not found" in found
        unknown = verify("Wir wollen, lang: de, original: {lang: en}")
        assert "source in `en`: add the `text` of its `original`" in unknown
        missing = verify("Wir wollen, lang: de, original: {lang: en, text: We want war}")
        assert places(missing) == ["officials/adler.yaml:13:95: error[ST501"]

    @pytest.mark.parametrize(
        ("copy", "reason"),
        [
            (b"caf\xe9", "gazette.txt is not UTF-8: byte 0xe9 on line 1"),
            (b"", "gazette.txt has no text in it"),
        ],
    )
    def test_is_what_rests_on_a_copy_that_cannot_be_read(
        self, verify: Verify, copy: bytes, reason: str
    ) -> None:
        assert f"unchecked: 4 of gazette: {reason} (" in verify(gazette_txt=copy)


class TestSeveralPlaces:
    def test_are_an_error(self, verify: Verify) -> None:
        printed = verify("We w")
        assert places(printed) == ["officials/adler.yaml:13:46: error[ST501"]
        printed = verify("'We', form: quote".removesuffix(", form: quote"))
        assert places(printed) == ["officials/adler.yaml:13:46: error[ST502"]
        assert "2 times: line 4, column 2; line 9, column 30" in printed

    @pytest.mark.parametrize(
        "hint", ["suffix: want our", "suffix: won't", "prefix: fuel. “", "locator: line 9"]
    )
    def test_are_told_apart_by_what_is_beside_them(self, verify: Verify, hint: str) -> None:
        assert "6 found, 0 not found" in verify(f"We, {hint}")

    def test_are_not_looked_for_where_there_is_one(self, verify: Verify) -> None:
        printed = verify(f"{QUOTE}, locator: line 7")
        assert places(printed) == ["officials/adler.yaml:13:46: warning[ST507"]
        assert "these words stand on line 4 of gazette.txt" in printed


class TestQuotationMarks:
    def test_stand_around_a_quote(self, verify: Verify) -> None:
        printed = verify("told a town meeting")
        assert places(printed) == ["officials/adler.yaml:13:46: warning[ST505"]
        assert printed.endswith("exit 0")
        assert verify("told a town meeting", "--strict").endswith("exit 1")

    def test_do_not_stand_around_a_paraphrase(self, stances: Run, ledger: Ledger) -> None:
        adler = ADLER.replace("form: quote", "form: paraphrase")
        folder = ledger({"officials/adler.yaml": adler})
        copied(folder)
        assert "warning[ST506 paraphrase" in stances("verify", "--data", folder).stdout

    def test_are_no_warning_if_that_is_accepted_with_a_note(
        self, stances: Run, ledger: Ledger
    ) -> None:
        said = f"form: quote, text: {QUOTE}"
        assert said in ADLER
        accepted = f"form: FORM, accept: [ST506], note: She reads it out, text: {QUOTE}"

        def told(form: str) -> str:
            adler = ADLER.replace(said, accepted.replace("FORM", form))
            folder = ledger({"officials/adler.yaml": adler})
            copied(folder)
            return stances("verify", "--strict", "--data", folder).stdout

        assert told("paraphrase") == "6 found, 0 not found, 0 unchecked\n"
        assert "warning[ST510 needless-accept] `ST506` is accepted" in told("quote")

    def test_recorded_twice_are_accepted_as_long_as_they_are(
        self, stances: Run, ledger: Ledger
    ) -> None:
        accepted = f"accept: [ST419], note: It is printed twice, text: {QUOTE}"
        adler = ADLER.replace(f"text: {QUOTE}", accepted)
        again = f"{{id: again, said: 2021-06-05, position: supports, evidence: [{{source: gazette, \
form: quote, text: {QUOTE}}}]}}"

        def told(adler: str) -> tuple[str, str]:
            folder = ledger({"officials/adler.yaml": adler})
            copied(folder)
            commands = (("check", "--select", "ST419"), ("verify",))
            check, verify = (stances(*words, "--data", folder).stdout for words in commands)
            return check, verify

        both = f"{adler.rstrip()}\n  - {again}\n"
        assert "ST419" not in told(both)[0]
        assert "ST510" not in told(both)[1]
        assert "warning[ST419 double] `adler/again` has" in told(both.replace("ST419", "ST505"))[0]
        assert "warning[ST510 needless-accept] `ST419` is accepted" in told(adler)[1]

    def test_that_do_not_balance_make_it_unclear(self, verify: Verify) -> None:
        printed = verify(gazette_txt=GAZETTE.replace("back,”", "back,"))
        assert "note: found, the quotation marks around it do not balance" in printed
        assert printed.endswith("exit 0")


class TestWhatTheWordsMean:
    """`evidence/meaning.py` is tested by itself; this is what records make of it."""

    @pytest.fixture
    def told(self, stances: Run, ledger: Ledger) -> Callable[..., str]:
        """The codes that are told of a statement of Adler's with some evidence."""

        def call(article: str, words: str, *keys: str, **files: str) -> str:
            statement = "statements:\n  - id: one\n    said: 2021-06-03\n    position: supports\n"
            statement += "".join(f"    {key}\n" for key in keys)
            piece = f"    evidence:\n      - {{source: gazette, {words}}}\n"
            adler = ADLER.partition("statements:")[0] + statement + piece
            folder = ledger({"officials/adler.yaml": adler, **files})
            copied(folder, gazette_txt=f"{article}\n\n{GAZETTE}")
            answer = stances("verify", "--data", folder, "--format", "json")
            assert answer.returncode in (0, 1), answer.stderr
            problems = stances("verify", "--data", folder, folder / "officials" / "adler.yaml")
            return " ".join(re.findall(r"\[(ST\d+)", problems.stdout))

        return call

    def test_is_who_is_named(self, told: Callable[..., str]) -> None:
        words = "form: quote, text: We want it"
        assert told("“We want it,” said Bruno Brandt.", words) == "ST511"
        assert told("“We want it,” said Mayor Adler.", words) == ""
        assert told("“We want it,” the mayor said.", words) == ""
        assert told("“We want it,” said Ida Falk.", words, "spoken_by: Ida Falk") == ""
        assert told("“We want it,” said Falk.", words, "according_to: [Ida Falk]") == ""
        assert told("“We want it,” said Brandt.", f"{words}, speaker: brandt") == ""
        assert told("“We want it,” said Farahi.", f"{words}, speaker: brandt") == "ST511"

    def test_is_not_asked_where_it_cannot_be_another(self, told: Callable[..., str]) -> None:
        words, gazette = "form: quote, text: We want it", LEDGER["sources/gazette.yaml"]
        by_her = {"sources/gazette.yaml": gazette.replace("Nora Lind", "Anna Adler")}
        on_her = {"sources/gazette.yaml": gazette.replace("Boats off", "Adler on boats off")}
        assert told("“We want it,” one reads.", words) == "ST511"
        assert told("“We want it,” one reads.", words, **by_her) == ""
        assert told("“We want it,” one reads.", words, **on_her) == ""
        assert told("We want it.", "form: document, text: We want it") == "ST521"

    def test_is_accepted_with_a_note(self, told: Callable[..., str]) -> None:
        words = "form: quote, accept: [ST511], note: She signed it., text: We want it"
        assert told("“We want it,” one reads.", words) == ""
        assert told("“We want it,” said Adler.", words) == "ST510"

    def test_is_not_asked_of_who_is_unnamed(self, stances: Run, ledger: Ledger) -> None:
        official = """\
name: A senior official
kind: unnamed
statements:
  - id: one
    said: 2021-06-03
    position: supports
    evidence:
      - {source: gazette, form: quote, text: We want it}
"""
        folder = ledger({"officials/senior.yaml": official})
        copied(folder, gazette_txt=f"{GAZETTE}\n“We want it,” said Bruno Brandt.")
        assert "ST511" not in stances("verify", "--data", folder).stdout

    @pytest.mark.parametrize("kind", [*ARTICLES, "news-article", "Press report"])
    def test_is_no_document_where_the_source_reports(
        self, told: Callable[..., str], kind: str
    ) -> None:
        gazette = LEDGER["sources/gazette.yaml"].replace("news-article", kind)
        words, files = "form: document, text: We want it", {"sources/gazette.yaml": gazette}
        assert told("We want it.", words, **files) == "ST521"

    @pytest.mark.parametrize("kind", ["tweet", "speech", "letter", "memoir", "newsletter"])
    def test_is_a_document_of_any_other_kind(self, told: Callable[..., str], kind: str) -> None:
        gazette = LEDGER["sources/gazette.yaml"].replace("news-article", kind)
        words, files = "form: document, text: We want it", {"sources/gazette.yaml": gazette}
        assert told("We want it.", words, **files) == ""

    def test_has_words_of_the_corpus_too(self, told: Callable[..., str]) -> None:
        article = "Adler: “Nay shall we sell”"
        words = "form: quote, text: shall we sell"
        assert told(article, words) == ""
        assert told(article, words, **{"languages/en.txt": "negation: nay\n"}) == "ST514"

    def test_is_told_of_unfit_words_of_the_corpus(self, stances: Run, ledger: Ledger) -> None:
        folder = ledger({"languages/en.txt": "negation: nay\nnope\n"})
        copied(folder)
        answer = stances("verify", "--data", folder)
        assert answer.returncode == 1
        assert "languages/en.txt:2:1: error[ST522 unfit-language-list]" in answer.stdout


def test_the_docs_list_the_kinds_of_source_that_report() -> None:
    listed = DOCS.read_text("utf-8").partition("has one of these words:")[2]
    paragraph = listed.partition("\n\n")[0]
    assert re.findall(r"`([\w-]+)`", paragraph) == ARTICLES


class TestTheCopies:
    def test_are_in_the_folder_named(self, stances: Run, ledger: Ledger, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        copied(ledger()).rename(elsewhere)
        assert "6 unchecked" in stances("verify", "--data", ledger()).stdout
        named = stances("verify", "--data", ledger(), "--snapshots", elsewhere)
        assert named.stdout.startswith("6 found")

    def test_are_in_the_folder_of_the_environment(
        self, stances: Run, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        copied(ledger()).rename(tmp_path / "elsewhere")
        monkeypatch.setenv("STANCES_SNAPSHOTS", str(tmp_path / "elsewhere"))
        assert stances("verify", "--data", ledger()).stdout.startswith("6 found")

    def test_are_missing_if_the_folder_named_is_not_there(
        self, stances: Run, ledger: Ledger
    ) -> None:
        answer = stances("verify", "--data", ledger(), "--snapshots", "nowhere")
        assert (answer.returncode, answer.stdout) == (3, "")
        assert "no folder of stored copies in nowhere (named by --snapshots)" in answer.stderr

    def test_are_in_the_corpus_itself(self, stances: Run, ledger: Ledger) -> None:
        copied(ledger()).rename(ledger() / "snapshots")
        assert stances("verify", "--data", ledger()).stdout.startswith("6 found")
        assert stances("check", "--data", ledger()).returncode == 0

    def test_are_never_looked_for_in_the_shipped_corpus(
        self, stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        answer = stances("verify")
        assert (answer.returncode, answer.stdout) == (3, "")


class TestWhatIsLeftOut:
    @pytest.mark.parametrize(
        ("options", "code"), [((), 0), (("--strict",), 4), (("--require-all",), 4)]
    )
    def test_fails_where_nothing_may_be_missing(
        self, stances: Run, ledger: Ledger, options: tuple[str, ...], code: int
    ) -> None:
        folder = ledger({"officials/brandt.yaml": "name: ["})
        copied(folder)
        assert stances("verify", "--data", folder, *options).returncode == code

    @pytest.mark.parametrize(
        ("asked", "spoilt"),
        [
            (("verify", "--strict"), "officials/brandt.yaml"),
            (("verify", "--require-all"), "officials/brandt.yaml"),
            (("verify",), "codebook.yaml"),
            (("verify",), "corpus.yaml"),
        ],
    )
    def test_keeps_nothing_from_being_written(
        self, stances: Run, ledger: Ledger, asked: tuple[str, ...], spoilt: str
    ) -> None:
        folder = ledger({spoilt: "name: ["})
        file = folder.parent / "verify.sarif"
        said = "1 official left out" if "/" in spoilt else f"{spoilt} has errors"
        copied(folder, gazette_txt=GAZETTE.replace("quiet", "loud"))
        answer = stances(*asked, "--data", folder, "-o", file)
        assert answer.returncode == 4
        assert said in answer.stderr
        assert " found, " in answer.stdout
        [run] = json.loads(file.read_text("utf-8"))["runs"]
        [invocation] = run["invocations"]
        assert invocation["executionSuccessful"] is False
        [notification] = invocation["toolExecutionNotifications"]
        assert said in notification["message"]["text"]
        if "/" in spoilt:
            assert "ST501" in {result["ruleId"] for result in run["results"]}

    def test_is_nothing_to_find(self, stances: Run, ledger: Ledger) -> None:
        bare = dict.fromkeys(name for name in LEDGER if name.startswith("officials"))
        gazette = LEDGER["sources/gazette.yaml"].partition("assessments")[0]
        folder = ledger({**bare, "sources/gazette.yaml": gazette})
        assert stances("verify", "--data", folder).returncode == 0
        assert stances("verify", "--data", folder, "--fail-empty").returncode == 1

    def test_is_no_row_of_the_text(self, stances: Run, ledger: Ledger) -> None:
        answer = stances("verify", "--data", ledger(), "--limit", "1")
        assert answer.returncode == 2
        assert "need a --format or --output of rows" in answer.stderr


class TestThePathsGiven:
    def test_limit_what_is_printed(self, stances: Run, ledger: Ledger) -> None:
        adler = ADLER.replace(QUOTE, "We want war")
        folder = ledger({"officials/adler.yaml": adler})
        copied(folder)
        elsewhere = stances("verify", folder / "officials" / "brandt.yaml", "--data", folder)
        assert elsewhere.returncode == 0
        assert elsewhere.stdout == (
            "1 found, 0 not found, 0 unchecked\n"
            "0 errors, 0 warnings in 0 files; 1 problem elsewhere in the corpus\n"
        )
        assert stances("verify", folder / "officials", "--data", folder).returncode == 1


class TestTheRows:
    @pytest.fixture
    def rows(self, stances: Run, ledger: Ledger) -> list[dict[str, Any]]:
        copied(ledger())
        answer = stances("verify", "--data", ledger(), "--format", "json")
        found: list[dict[str, Any]] = json.loads(answer.stdout)
        return found

    def test_say_where_the_words_stand_in_a_text(self, rows: list[dict[str, Any]]) -> None:
        [row] = [row for row in rows if row["text"] == QUOTE]
        assert (row["copy"], row["copy_line"], row["copy_column"]) == ("gazette.txt", 4, 2)
        assert row["before"].endswith("Nora Lind, 10 June 2021 “")
        assert row["behind"].startswith(",” Mayor Anna Adler")
        assert (row["result"], row["marks"], row["path"]) == (
            "found",
            "inside",
            "officials/adler.yaml",
        )

    def test_say_where_they_stand_in_a_page(self, rows: list[dict[str, Any]]) -> None:
        [row] = [row for row in rows if row["ref"] == "farahi/ask-the-fishers"]
        line = NAMA.splitlines()[row["copy_line"] - 1]
        assert line[row["copy_column"] - 1 :].startswith("اول از <b>")
        assert row["before"].endswith("شیرین فرحی: «")
        assert row["behind"] == "!»"

    def test_have_the_assessments_too(self, rows: list[dict[str, Any]]) -> None:
        [row] = [row for row in rows if row["form"] is None]
        assert (row["ref"], row["text"], row["result"]) == (
            "gazette",
            "the harbour counts every litre of fuel",
            "found",
        )

    def test_go_to_a_file_beside_the_text(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        copied(ledger())
        answer = stances("verify", "--data", ledger(), "-o", tmp_path / "found.csv")
        assert answer.stdout.startswith("6 found")
        assert (tmp_path / "found.csv").read_text("utf-8").count("\n") == 1 + 6


DENIED = (
    LEDGER["officials/brandt.yaml"]
    + """\
    status: denied
    disputes:
      - about: speaker
        note: Brandt denies it.
        resolution: He is not believed.
        words: {text: "%s", source: gazette, by: brandt}
"""
)
"""Words of Brandt's that the gazette is said to print, and which deny what he is quoted with."""
NOT_CODED = (
    LEDGER["sources/gazette.yaml"]
    + """\
uncoded:
  - why: Nobody in particular says it.
    text: %s
"""
)
THE_WORDS, THE_PASSAGE = "officials/brandt.yaml:16:23", "sources/gazette.yaml:13:11"
"""Where these stand."""


class TestWordsThatAreNoEvidence:
    """Those of a denial, and passages that are not coded."""

    @pytest.fixture(autouse=True)
    def beside(self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(ledger().parent)

    @pytest.fixture
    def told(self, stances: Run, ledger: Ledger) -> Callable[..., str]:
        def call(*options: str, copy: str = GAZETTE, **changed: str) -> str:
            files = {
                name.replace("__", "/") + ".yaml": content for name, content in changed.items()
            }
            folder = ledger(files)
            copied(folder, gazette_txt=copy)
            return stances("verify", "--data", folder.name, *options).stdout

        return call

    @staticmethod
    def denied(words: str) -> dict[str, str]:
        return {"officials__brandt": DENIED % words}

    @staticmethod
    def uncoded(passage: str) -> dict[str, str]:
        return {"sources__gazette": NOT_CODED % passage}

    def test_are_found_and_counted(self, told: Callable[..., str]) -> None:
        assert told(**self.denied("We won't sell"), **self.uncoded("others don't care")) == (
            "8 found, 0 not found, 0 unchecked\n"
        )

    @pytest.mark.parametrize(("which", "at"), [("denied", THE_WORDS), ("uncoded", THE_PASSAGE)])
    def test_are_an_error_where_they_are_not_found(
        self, told: Callable[..., str], which: str, at: str
    ) -> None:
        printed = told(**getattr(self, which)("We will not sell"))
        assert f"ledger/{at}: error[ST501 words-not-found]" in printed
        assert "nearest, on line 4: [-We-] {+we+} will not [-sell-] {+wait+}" in printed
        assert "\n6 found, 1 not found, 0 unchecked\n" in printed

    @pytest.mark.parametrize("which", ["denied", "uncoded"])
    def test_are_unchecked_without_a_copy(
        self, stances: Run, ledger: Ledger, told: Callable[..., str], which: str
    ) -> None:
        made = getattr(self, which)("We won't sell")
        assert told(**made) == "7 found, 0 not found, 0 unchecked\n"
        folder = ledger({name.replace("__", "/") + ".yaml": made[name] for name in made})
        copied(folder).joinpath("gazette.txt").unlink()
        assert "unchecked: 5 of gazette: " in stances("verify", "--data", folder.name).stdout
        required = stances("verify", "--data", folder.name, "--require-all")
        at = THE_WORDS if which == "denied" else THE_PASSAGE
        assert f"ledger/{at}: error[ST508 unchecked-words]" in required.stdout

    @pytest.mark.parametrize(
        ("hint", "code"),
        [
            ("", "error[ST502"),
            ("\n    suffix: want our", ""),
            ("\n    prefix: fuel. “", ""),
            ("\n    locator: line 9", ""),
            ("\n    locator: page 9", "error[ST502"),
        ],
    )
    def test_may_stand_twice_if_it_is_said_which_are_meant(
        self, told: Callable[..., str], hint: str, code: str
    ) -> None:
        printed = told(**self.uncoded(f"We{hint}"))
        assert places(printed) == ([f"{THE_PASSAGE}: {code}"] if code else [])

    def test_may_be_misplaced(self, told: Callable[..., str]) -> None:
        printed = told(**self.uncoded("We won't sell\n    locator: line 4"))
        assert places(printed) == [f"{THE_PASSAGE}: warning[ST507"]

    def test_of_a_denial_that_stand_twice_cannot_be_told_apart(
        self, stances: Run, ledger: Ledger
    ) -> None:
        folder = ledger({"officials/brandt.yaml": DENIED % "We"})
        copied(folder)
        answer = stances("verify", "--data", folder.name)
        assert places(answer.stdout) == [f"{THE_WORDS}: error[ST502"]
        assert "quote more of it, so that it stands in one place alone" in answer.stdout

    def test_take_all_between_their_first_and_last(self, told: Callable[..., str]) -> None:
        long = GAZETTE.replace("At the port", "It rained. " * 60 + "At the port")
        passage = "Over my dead body […] others don't care"
        assert told(copy=long, **self.uncoded(passage)) == "7 found, 0 not found, 0 unchecked\n"
        assert "at most 400 characters apart" in told(copy=long, **self.denied(passage))
        backwards = told(copy=long, **self.uncoded("others don't care […] Over my dead body"))
        assert "has the pieces of these words, but not in this order; nearest" in backwards

    def test_are_rows_of_their_own_kinds(self, told: Callable[..., str]) -> None:
        made = {**self.denied("We won't sell"), **self.uncoded("others don't care")}
        rows = json.loads(told("--format", "json", **made))
        found = {row["kind"]: row for row in rows}
        assert [*found] == ["evidence", "words", "assessment", "uncoded"]
        keys = ("ref", "source", "form", "text", "result", "copy_line")
        assert [found["words"][key] for key in keys] == [
            "brandt/over-my-dead-body",
            "gazette",
            None,
            "We won't sell",
            "found",
            9,
        ]
        assert [found["uncoded"][key] for key in keys] == [
            "gazette",
            "gazette",
            None,
            "others don't care",
            "found",
            9,
        ]

    def test_are_limited_by_paths_and_codes(self, told: Callable[..., str]) -> None:
        made = {**self.denied("We will not sell"), **self.uncoded("others do care")}
        assert "8 found" not in told(**made)
        assert told("--ignore", "ST501", **made).startswith("6 found, 2 not found")
        assert not places(told("--ignore", "ST501", **made))

    def test_show_where_they_stand(self, stances: Run, ledger: Ledger) -> None:
        brandt = DENIED % "We won't sell"
        twice = NOT_CODED % "We\n    suffix: want\n  - {why: So., text: We, suffix: won't}"
        folder = ledger({"officials/brandt.yaml": brandt, "sources/gazette.yaml": twice})
        copied(folder)

        def show(name: str, kind: str) -> str:
            return stances("show", name, "--data", folder.name, "--format", kind).stdout

        words = json.loads(show("brandt", "json"))["statements"][0]["disputes"][0]["words"]
        assert (words["copy"]["result"], words["copy"]["copy_line"]) == ("found", 9)
        told = " ".join(show("brandt/over-my-dead-body", "table").split())
        credit = "— Bruno Brandt, The Gazette, 10 June 2021 · line 9 of gazette.txt"
        assert f"“We won't sell” {credit}" in told
        passages = json.loads(show("gazette", "json"))["uncoded"]
        assert [each["copy"]["copy_line"] for each in passages] == [4, 9]
        assert "“We” · line 9 of gazette.txt" in show("gazette", "table")

    def test_of_words_had_in_common_are_looked_for_once(self, stances: Run, ledger: Ledger) -> None:
        second = "{id: again, issue: nets, position: no, words_of: brandt/over-my-dead-body}"
        book = (ledger() / "codebook.yaml").read_text("utf-8")
        nets = "  - {id: nets, question: Nets?, positions: [{id: no, label: No, definition: No.}]}"
        files = {"codebook.yaml": book.replace("factions:\n", f"{nets}\nfactions:\n")}
        files["officials/brandt.yaml"] = DENIED % "We won't sell" + f"  - {second}\n"
        folder = ledger(files)
        copied(folder)
        assert stances("verify", "--data", folder.name).stdout.startswith("7 found")
        shown = stances("show", "brandt/again", "--data", folder.name, "--format", "json").stdout
        [dispute] = json.loads(shown)["disputes"]
        assert dispute["words"]["copy"]["copy_line"] == int("9")


def test_show_says_where_each_quotation_stands(stances: Run, ledger: Ledger) -> None:
    copied(ledger())
    shown = stances("show", "adler", "--data", ledger(), "--format", "table").stdout
    assert "— The Gazette, 10 June 2021 · quote · line 4 of gazette.txt" in shown
    changed = ledger({"officials/adler.yaml": ADLER.replace(QUOTE, "We want war")})
    shown = stances("show", "adler", "--data", changed, "--format", "table").stdout
    assert "— The Gazette, 10 June 2021 · quote · NOT FOUND in gazette.txt" in shown
    [evidence, other] = json.loads(
        stances("show", "adler/quiet-lake", "--data", changed, "--format", "json").stdout
    )["evidence"]
    assert (evidence["copy"]["result"], other["copy"]["copy_line"]) == ("not-found", 3)


def test_a_terminal_shows_the_line_and_what_to_do(ledger: Ledger, process: Process) -> None:
    folder = ledger({"officials/adler.yaml": ADLER.replace(QUOTE, "We want war")})
    copied(folder)
    answer = process("verify", "--data", folder, "--format", "table", env={"COLUMNS": "60"})
    lines = answer.stdout.decode().splitlines()
    assert max(map(len, lines)) <= int("60")
    assert answer.returncode == 1


class TestCopiesOfStrangers:
    """What is in a folder of copies may have been put there to be printed."""

    @pytest.mark.parametrize("target", ["../secret.txt", "/proc/kmsg", "/dev/zero", ".secret.txt"])
    def test_that_lie_elsewhere_are_not_read(
        self, stances: Run, ledger: Ledger, target: str
    ) -> None:
        folder = ledger()
        copies = copied(folder)
        for path in (folder.parent / "secret.txt", copies / ".secret.txt"):
            path.write_text(f"s3cret {QUOTE}", "utf-8")
        (copies / "gazette.txt").unlink()
        (copies / "gazette.txt").symlink_to(target)
        answer = stances("verify", "--data", folder)
        assert answer.returncode == 1
        assert "/sources/gazette.yaml:1:1: error[ST509 unfit-copy] gazette.txt is" in answer.stdout
        assert "s3cret" not in answer.stdout + answer.stderr
        assert "\n2 found, 0 not found, 4 unchecked\n" in answer.stdout

    def test_that_take_too_much_are_named(
        self, verify: Verify, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "_MEMORY", 2**20)
        monkeypatch.setattr(limits, "_SECONDS", 600)
        printed = verify(QUOTE, gazette_txt="“a" * 3 * 2**20)
        assert (
            "ledger/sources/gazette.yaml:1:1: error[ST509 unfit-copy] gazette.txt takes more than "
            "1 MiB to read; store only the part that is quoted, as .txt" in printed
        )
        assert "\n2 found, 0 not found, 4 unchecked\n" in printed

    def test_whose_folder_lies_elsewhere_are_read_if_the_user_names_it(
        self, stances: Run, ledger: Ledger
    ) -> None:
        folder = ledger(at="here/ledger")
        copied(folder).rename(folder.parent.parent / "articles")
        link = folder.parent / "snapshots"
        link.symlink_to("../articles")
        answer = stances("verify", "--data", folder)
        assert (answer.returncode, answer.stdout) == (3, "")
        assert (
            f"{link} is a link that leads out of the corpus, and is not followed" in answer.stderr
        )
        assert f"--snapshots {link}" in answer.stderr
        assert stances("verify", "--data", folder, "--snapshots", link).returncode == 0

    def test_are_not_renamed_if_they_lie_elsewhere(self, stances: Run, ledger: Ledger) -> None:
        folder = ledger()
        copies = copied(folder)
        (copies / "gazette.txt").rename(folder.parent / "secret.txt")
        (copies / "gazette.txt").symlink_to("../secret.txt")
        answer = stances("rename", "gazette", "bulletin", "--yes", "--data", folder)
        assert answer.returncode != 0
        assert "it is a link that leads out of the folder" in answer.stderr
        assert sorted(path.name for path in copies.iterdir()) == ["gazette.txt", "nama.html"]
