from __future__ import annotations

import os
import sys
from compileall import compile_dir
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category, combining, east_asian_width

import pytest
from hypothesis import settings

from stances.index.build import build
from stances.views.formats import ViewOptions
from stances.views.table import table

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

# Tests are found, not imported; what they share has to be importable all the same.
sys.path.extend((str(Path(__file__).parent), str(Path(__file__).parent.parent)))

from corpora import CorpusBuilder

ROOT = Path(__file__).parent.parent
DATA, PACKAGE = ROOT / "data", ROOT / "src" / "stances"

# A suite that gives the same answer every time; to look further, run it with
# --hypothesis-profile=explore.
settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("repeatable")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the program once, where machines are set not to keep what is compiled.

    No process may do so while the tests run: some of these let files grow to a few bytes only.
    """
    if not hasattr(config, "workerinput"):
        compile_dir(PACKAGE, quiet=2)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep lasting indexes where nobody else has any, here and in the processes started here.

    Nor does it matter to them where the tests run.
    """
    os.environ.pop("GITHUB_ACTIONS", None)  # in which `check` would write something else
    os.environ["STANCES_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def corpus(tmp_path: Path) -> CorpusBuilder:
    """A sound corpus, to be added to."""
    return CorpusBuilder(tmp_path / "corpus")


@pytest.fixture(scope="session")
def new_corpus(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], CorpusBuilder]:
    """Makes any number of corpora, for tests that hypothesis runs again and again."""
    folder, numbers = tmp_path_factory.mktemp("corpora"), count()
    return lambda: CorpusBuilder(folder / str(next(numbers)))


@pytest.fixture(scope="session")
def data() -> Path:
    """The corpus that is shipped."""
    return DATA


@pytest.fixture(scope="session")
def shipped(data: Path) -> sqlite3.Connection:
    """Its index; to be asked, and not to be changed."""
    return build(data)


@pytest.fixture(scope="session")
def shown() -> Callable[..., str]:
    """What a person sees of a result on a terminal of so many columns."""

    def show(result: Any, width: int = 80, **options: Any) -> str:  # noqa: ANN401 - any result
        return "".join(table(result, ViewOptions(width=width, **options)))

    return show


@pytest.fixture(scope="session")
def cells() -> Callable[[str], int]:
    """How many cells of a terminal a line takes, by the tables of Unicode."""

    def width(char: str) -> int:
        if combining(char) or category(char) in {"Cf", "Mn", "Me"}:
            return 0
        return 2 if east_asian_width(char) in "WF" else 1

    return lambda line: sum(map(width, line))


@pytest.fixture
def town(corpus: CorpusBuilder) -> CorpusBuilder:
    """A mayor's faction of two, a council that takes no position that is scored."""
    corpus.source("herald", authors=["Anna"], assessments=[{"about": ["bo"], "text": "She waits."}])
    far = {"position": "rejects", "frames": ["jobs"], "said": "2021-06"}
    corpus.official(
        "jansen",
        name="Jan Jansen",
        faction="mayor",
        statements=["supports", {"frames": ["jobs", "cost"]}, {"frames": ["cost"]}, far],
    )
    corpus.official("cas", name="Cas Ko", faction="mayor", statements=[far])
    names_cas = {"source": "herald", "speaker": "cas", "match": "probable"}
    open_ = [{"about": "speaker", "note": "They differ."}]
    denies = {"position": "denies", "evidence": ["courier", names_cas], "disputes": open_}
    return corpus.official("bo", name="Bo", native_name="بو", statements=["unstated", denies])
