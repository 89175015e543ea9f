from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from stances import __version__, home
from stances.editing.formatting import formatted
from stances.editing.values import InvalidValue, line, slug
from stances.errors import AlreadyThere, CannotWrite
from stances.evidence.copies import Snapshots
from stances.index.build import build
from stances.init import ci_files
from stances.init import create as creation
from stances.init.answers import TO_BE_WRITTEN, faction, position, slug_for, taken_once
from stances.init.ci_files import CI, HOOKS, UPDATES, Origin, left_open, origin, piece
from stances.init.create import create
from stances.init.files import corpus_files, names
from stances.init.outline import SCALES, Faction, Outline, Position
from stances.init.workflows import Destination, default_folder, repository_of
from stances.queries.faults import problems
from stances.queries.verification import verification
from stances.yaml_reader.characters import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from stances.corpus import Kind

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "ci.md").read_text("utf-8")
BOATS = Outline("Boats", "NL", "boats", "Should boats go?", SCALES["support"])
NEEDY = Position("if", "If", "Only if.", 0, requires_conditions=True)
KINDS: dict[str, Kind] = {
    "corpus.yaml": "corpus",
    "codebook.yaml": "codebook",
    "officials/alex-example.yaml": "official",
    "sources/example-article.yaml": "source",
}
texts = st.text(min_size=1).filter(
    lambda text: bool(text.strip()) and not FORBIDDEN.search(text) and not set(text) & {*"\r\n"}
)
outlines = st.builds(
    Outline,
    title=texts.map(str.strip),
    coder=texts.map(str.strip),
    issue=st.sampled_from(["boats", "2024", "null", "no"]),
    question=texts.map(str.strip),
    positions=st.sampled_from([*SCALES.values(), (NEEDY,), (Position("yes", "Y", "Says: #y"),)]),
    factions=st.lists(
        st.builds(Faction, st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True), texts).filter(
            lambda each: each.id not in {"none", "alex-example"}
        ),
        unique_by=lambda each: each.id,
        max_size=3,
    ).map(tuple),
)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes a new corpus, and gives its folder."""

    def write(outline: Outline = BOATS, *, example: bool = True) -> Path:
        folder = tmp_path_factory.mktemp("corpus")
        files = corpus_files(outline, example=example)
        create({folder / name: text for name, text in files.items()})
        return folder

    return write


def data(folder: Path, name: str) -> Any:  # noqa: ANN401 - whatever a file holds
    return yaml.safe_load((folder / name).read_text("utf-8"))


class TestCorpusFiles:
    @given(outlines)
    @example(BOATS._replace(title="a: b #c", coder="'\"\\", question="- [x]: {y}? !z &w *v"))
    @example(BOATS._replace(title="آیا ایران می‌تواند؟", coder="نویسنده", question="yes"))
    @example(BOATS._replace(title="x" * 300, question="word " * 60 + "?"))
    def test_are_sound_and_their_words_found_whatever_they_are_about(
        self, begun: Callable[..., Path], outline: Outline
    ) -> None:
        folder = begun(outline)
        index = build(folder)
        assert problems(index) == []
        found = verification(index, Snapshots(folder / "snapshots"))
        assert [each.verdict.result for each in found.checked] == ["found", "found"]
        assert found.problems(require_all=True) == []

    @given(outlines)
    def test_say_what_was_asked_for_to_every_reader_of_yaml(
        self, begun: Callable[..., Path], outline: Outline
    ) -> None:
        folder = begun(outline)
        corpus, codebook = data(folder, "corpus.yaml"), data(folder, "codebook.yaml")
        assert (corpus["title"], corpus["coder"]) == (outline.title, outline.coder)
        [issue] = codebook["issues"]
        assert corpus["default_issue"] == issue["id"] == outline.issue
        assert issue["question"] == outline.question
        told = [(each["id"], each["label"], each.get("score")) for each in issue["positions"]]
        assert told == [(each.id, each.label, each.score) for each in outline.positions]
        factions = [(each["id"], each["label"]) for each in codebook.get("factions", [])]
        assert factions == [(each.id, each.label) for each in outline.factions]

    @given(outlines)
    def test_are_laid_out_as_formatting_leaves_them(self, outline: Outline) -> None:
        files = corpus_files(outline, example=True)
        for name, kind in KINDS.items():
            assert formatted(files[name].encode(), kind) == files[name].encode()

    @pytest.mark.parametrize("name", KINDS)
    def test_name_a_schema_for_editors_that_they_satisfy(
        self, begun: Callable[..., Path], name: str
    ) -> None:
        folder = begun(BOATS._replace(factions=(Faction("council", "Council"),)))
        first = (folder / name).read_text("utf-8").splitlines()[0]
        schema = (folder / name).parent / first.removeprefix("# yaml-language-server: $schema=")
        loaded = yaml.load((folder / name).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - safe
        Draft7Validator(json.loads(schema.read_text("utf-8"))).validate(loaded)

    def test_fit_on_the_lines_of_an_editor(self) -> None:
        for name, text in corpus_files(BOATS, example=True).items():
            if not name.endswith(".json"):
                assert max(map(len, text.splitlines())) <= 100, name

    def test_say_in_a_comment_what_each_key_is_for(self) -> None:
        files = corpus_files(BOATS, example=True)
        for name, keys in {
            "corpus.yaml": "title schema_version coder default_issue",
            "officials/alex-example.yaml": "aliases roles statements",
            "sources/example-article.yaml": "published lang sha256 assessments",
        }.items():
            for key in keys.split():
                assert re.search(rf"^#.*\n{key}:", files[name], re.MULTILINE), key

    def test_are_fewer_without_an_example(self, begun: Callable[..., Path]) -> None:
        folder = begun(example=False)
        assert not [*folder.glob("officials/*"), *folder.glob("sources/*")]
        assert problems(build(folder)) == []

    @pytest.mark.parametrize("example", [True, False])
    def test_are_known_by_name_before_anything_is_known_of_the_corpus(
        self, *, example: bool
    ) -> None:
        assert sorted(names(example=example)) == sorted(corpus_files(BOATS, example=example))

    def test_have_the_first_position_that_needs_no_condition(
        self, begun: Callable[..., Path]
    ) -> None:
        for positions, taken in (((NEEDY, *SCALES["yes-no"]), "in-favour"), ((NEEDY,), "if")):
            folder = begun(BOATS._replace(positions=positions))
            [statement] = data(folder, "officials/alex-example.yaml")["statements"]
            assert statement["position"] == taken
            assert ("conditions" in statement) == (taken == "if")

    def test_leave_stored_copies_to_nobody(self) -> None:
        ignored = corpus_files(BOATS, example=False)[".gitignore"].splitlines()
        assert {"snapshots/", ".stances-*"} <= {*ignored}


class TestScales:
    @pytest.mark.parametrize("name", SCALES)
    def test_go_from_one_end_to_the_other_and_know_silence(self, name: str) -> None:
        *scored, last = SCALES[name]
        scores = [each.score for each in scored if each.score is not None]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) == len(scored)
        assert (last.id, last.score) == ("unstated", None)


class TestAnswers:
    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("for", Position("for", "For", TO_BE_WRITTEN)),
            ("for=2", Position("for", "For", TO_BE_WRITTEN, 2)),
            ("for = -1 : In favour", Position("for", "In favour", TO_BE_WRITTEN, -1)),
            ("in-part:  Partly : Says: some", Position("in-part", "Partly", "Says: some")),
            ("for=0: : Says yes.", Position("for", "For", "Says yes.", 0)),
        ],
    )
    def test_name_a_position(self, text: str, read: Position) -> None:
        assert position(text) == read

    def test_name_a_faction(self) -> None:
        assert faction("town-council") == Faction("town-council", "Town council")
        assert faction("council: Rat: Ältester") == Faction("council", "Rat: Ältester")

    @pytest.mark.parametrize(
        ("read", "text", "why"),
        [
            (line, "two\nlines", "on one line"),
            (line, " \t ", "no text"),
            (line, "a\x1b[1m", "U+001B (no printable character)"),
            (line, "a\u202eb", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
            (line, "\udcff", "U+DCFF"),
            (slug, "In Favour", "`In Favour` cannot be an id; use lower-case"),
            (slug, "", "cannot be an id"),
            (position, "for=lots", "`lots` is no score; write one such as"),
            (position, "for=1234567", "no score"),
            (position, "for: two\nlines", "on one line"),
            (faction, "none: Nobody", "`none` is no faction's id"),
            (faction, "alex-example: A", "is the official of the example"),
            (faction, "Council", "cannot be an id"),
            (taken_once, ["a", "b", "b"], "`b` is there twice"),
        ],
    )
    def test_are_refused_in_their_own_words(
        self,
        read: Callable[[Any], Any],
        text: str | list[str],
        why: str,
    ) -> None:
        with pytest.raises(InvalidValue, match=re.escape(why)):
            read(text)

    @pytest.mark.parametrize(
        ("question", "id_"),
        [
            ("Should motorboats leave the lake?", "motorboats-leave-lake"),
            (
                "Should the U.S. and Iran cooperate against ISIS in Iraq?",
                "us-iran-cooperate-against",
            ),
            ("Soll Österreich der NATO beitreten?", "soll-osterreich-der-nato"),
            ("آیا ایران باید همکاری کند؟", "question"),
            ("Should it?", "question"),
        ],
    )
    def test_have_an_id_made_of_a_question(self, question: str, id_: str) -> None:
        assert slug(slug_for(question)) == id_

    @given(texts)
    def test_have_an_id_made_of_anything(self, question: str) -> None:
        assert slug(slug_for(question))


class TestCreate:
    def test_makes_all_files_and_their_folders(self, tmp_path: Path) -> None:
        create({tmp_path / "a" / "b" / "c": "é\n", tmp_path / "d": "\r\n"})
        assert (tmp_path / "a" / "b" / "c").read_bytes() == "é\n".encode()
        assert (tmp_path / "d").read_bytes() == b"\r\n"

    def test_writes_nothing_where_there_is_anything(self, tmp_path: Path) -> None:
        (tmp_path / "one").write_text("mine")
        (tmp_path / "two").symlink_to("nowhere")
        wanted = [tmp_path / name for name in ("zero", "one", "two")]
        with pytest.raises(AlreadyThere) as caught:
            create(dict.fromkeys(wanted, "new"))
        assert "zero" not in str(caught.value)
        assert str(wanted[1]) in str(caught.value)
        assert str(wanted[2]) in str(caught.value)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
        assert (tmp_path / "one").read_text() == "mine"

    @pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
    def test_takes_everything_back_if_it_cannot_go_on(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
    ) -> None:
        (tmp_path / "kept").mkdir()
        opened = Path.open

        def failing(path: Path, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401 - as it is
            stream = opened(path, *arguments, **more)
            if path.name == "last":
                stream.close()
                raise error
            return stream

        monkeypatch.setattr(Path, "open", failing)
        wanted = [tmp_path / name for name in ("new/a", "kept/b", "new/deep/c", "new/last")]
        raised = CannotWrite if isinstance(error, OSError) else KeyboardInterrupt
        with pytest.raises(raised):
            create(dict.fromkeys(wanted, "x"))
        assert [path.name for path in tmp_path.rglob("*")] == ["kept"]

    def test_leaves_what_another_program_made_meanwhile(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def meanwhile(_: object) -> None:
            (tmp_path / "two").write_text("theirs")

        monkeypatch.setattr(creation, "refuse_existing", meanwhile)
        with pytest.raises(AlreadyThere):
            create({tmp_path / "one": "x", tmp_path / "two": "x"})
        assert [path.name for path in tmp_path.iterdir()] == ["two"]
        assert (tmp_path / "two").read_text() == "theirs"


class TestDefaultFolder:
    def test_is_here_if_nothing_is_here(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert default_folder() == Path()
        (tmp_path / ".git").mkdir()
        assert default_folder() == Path("data")

    def test_is_in_no_other_corpus(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "corpus.yaml").touch()
        (tmp_path / "officials").mkdir()
        monkeypatch.chdir(tmp_path / "officials")
        with pytest.raises(AlreadyThere, match=re.escape("../corpus.yaml")):
            default_folder()

    def test_is_in_the_repository_above_or_in_one_that_may_come(self, tmp_path: Path) -> None:
        assert repository_of(tmp_path / "a" / "data") == tmp_path / "a"
        assert repository_of(tmp_path / "a" / "b") == tmp_path / "a" / "b"
        (tmp_path / ".git").write_text("gitdir: elsewhere\n")
        assert repository_of(tmp_path / "a" / "data") == tmp_path

    def test_is_refused_before_anybody_answers(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site = Destination.at(str(tmp_path / "a" / "b"))
        site.refuse(example=True, pieces=[HOOKS])
        monkeypatch.setattr("os.access", lambda path, _: path != tmp_path)
        with pytest.raises(CannotWrite, match=f"{tmp_path}: Permission denied"):
            site.refuse(example=True, pieces=[])
        (tmp_path / "a").write_text("no folder")
        with pytest.raises(CannotWrite, match="/a: Not a directory"):
            site.refuse(example=True, pieces=[])


class TestCiFiles:
    @pytest.mark.parametrize("file", [*CI.values(), UPDATES, HOOKS])
    def test_are_those_of_the_guide(self, file: str) -> None:
        assert f"```yaml\n{piece(file, source=Origin(home.ADDRESS))}```" in GUIDE
        assert f"`{file}`" in GUIDE

    def test_say_what_to_fill_in_while_there_is_no_address(self) -> None:
        open_ = {file: left_open(piece(file, source=Origin(""))) for file in (*CI.values(), HOOKS)}
        assert open_ == {
            CI["github"]: "OWNER, a commit for the zeros",
            CI["gitlab"]: "HOST, OWNER, a commit for the zeros",
            HOOKS: "HOST, OWNER, a commit for the zeros",
        }
        for file in open_:
            [comment] = re.findall(
                r"(?:^ *# .*\n)+(?=.*OWNER)", piece(file, source=Origin("")), re.MULTILINE
            )
            assert "OWNER" in comment
            assert "zeros" in comment
        assert left_open(piece(UPDATES)) == ""

    @pytest.mark.parametrize(
        ("commit", "pinned"),
        [("", f"v{__version__}"), ("ab" * 20, "ab" * 20)],
        ids=["tag", "commit"],
    )
    def test_take_a_released_program_from_its_address(self, commit: str, pinned: str) -> None:
        source = Origin("https://github.com/somebody/stances", commit)
        texts = {file: piece(file, source=source) for file in (*CI.values(), HOOKS)}
        read = {file: yaml.safe_load(text) for file, text in texts.items()}
        step = read[CI["github"]]["jobs"]["stances"]["steps"][1]
        assert step["uses"] == f"somebody/stances@{pinned}"
        [repo] = read[HOOKS]["repos"]
        assert (repo["repo"], repo["rev"]) == (source.address, pinned)
        assert read[CI["gitlab"]]["stances"]["variables"]["STANCES"] == (
            f"git+{source.address}@{pinned}"
        )
        for text in texts.values():
            assert left_open(text) == ""
            assert "In place of" not in text
            assert not commit or f"# v{__version__}\n" in text

    def test_name_no_action_that_is_not_on_github(self) -> None:
        elsewhere = Origin("https://example.org/somebody/stances")
        assert left_open(piece(CI["github"], source=elsewhere)) == "OWNER, a commit for the zeros"
        assert left_open(piece(CI["gitlab"], source=elsewhere)) == ""

    @pytest.mark.parametrize(
        ("url", "commit"),
        [
            ("https://github.com/somebody/stances", "12" * 20),
            ("https://github.com/somebody/stances.git", "12" * 20),
            ("https://github.com/another/stances", ""),
            ("file:///home/somebody/stances", ""),
        ],
    )
    def test_are_pinned_to_the_commit_that_pip_installed(
        self, monkeypatch: pytest.MonkeyPatch, url: str, commit: str
    ) -> None:
        def installed(told: str | None) -> None:
            noted = SimpleNamespace(read_text=lambda _: told)
            monkeypatch.setattr(ci_files, "distribution", lambda _: noted)

        told = json.dumps({"url": url, "vcs_info": {"vcs": "git", "commit_id": "12" * 20}})
        monkeypatch.setattr(home, "ADDRESS", "https://github.com/somebody/stances")
        installed(told)
        assert origin() == Origin(home.ADDRESS, commit)
        installed(None)
        assert origin() == Origin(home.ADDRESS)

    def test_name_a_corpus_that_would_not_be_found(self) -> None:
        named = {file: yaml.safe_load(piece(file, "my: data/x")) for file in [*CI.values(), HOOKS]}
        steps = named[CI["github"]]["jobs"]["stances"]["steps"]
        assert steps[1]["with"]["data"] == "my: data/x"
        assert named[CI["gitlab"]]["stances"]["variables"]["STANCES_DATA"] == "my: data/x"
        [hook] = named[HOOKS]["repos"][0]["hooks"]
        assert hook["args"] == ["--strict", "--data", "my: data/x"]

    @pytest.mark.parametrize(
        ("folder", "named"), [("", ""), ("data", ""), ("a/data", "a/data"), ("x y", "x y")]
    )
    def test_name_it_from_the_root_of_the_repository(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, named: str
    ) -> None:
        (tmp_path / ".git").mkdir()
        (tmp_path / "here").mkdir()
        monkeypatch.chdir(tmp_path / "here")
        site = Destination.at(str(tmp_path / folder))
        written = site.files(BOATS, example=False, pieces=[HOOKS])
        assert written[Path("..") / HOOKS] == piece(HOOKS, named)
        assert site.is_beside(Path("..") / HOOKS)
        assert not site.is_beside(tmp_path / folder / "corpus.yaml")
