"""The pages of officials, and the lists of them."""

from __future__ import annotations

import gzip
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

from pages import PERSIAN, crowd, hostile, unwieldy, words_of
from sites import officials_and_statements
from stances.queries.filters import Filters
from stances.queries.site import site
from stances.queries.site.officials import MANY, Entry, OfficialIndex
from stances.views.html.site import official_list, places
from stances.views.html.site.page import Pages

if TYPE_CHECKING:
    from corpora import CorpusBuilder
    from sites import Made

_OWN = "officials/bo/index.html"


def _made(corpus: CorpusBuilder) -> Made:
    return officials_and_statements(corpus.index())


def test_page_says_first_who_somebody_is_and_what_they_stand_for(corpus: CorpusBuilder) -> None:
    said = [
        {"position": "supports", "said": "2020"},
        {"position": "rejects", "said": "2021-05-03"},
    ]
    corpus.official("bo", name="Bo Ko", native_name="بو", faction="mayor", statements=said)
    words = _made(corpus).words(_OWN)
    assert words.startswith(
        "OfficialsBo Ko بوMember · MayorWhat of the tram?\N{MINUS SIGN}2 Rejects 3 May 2021"
    )


def test_page_has_the_latest_with_its_words_then_shifts_and_all_statements(
    corpus: CorpusBuilder,
) -> None:
    corpus.source("neda", lang="fa", publisher="Neda")
    said: list[dict[str, object]] = [
        {"position": "supports", "said": "2020-05-03"},
        {"position": "rejects", "evidence": [{"source": "neda", "text": PERSIAN}]},
    ]
    made = _made(corpus.official("bo", statements=said))
    [latest] = [
        each for each in made.main(_OWN).iter("article") if "statement" in each.get("class", "")
    ]
    [words] = [each for each in latest.iter("p") if each.get("class") == "words"]
    assert (words.text, words.get("dir")) == (PERSIAN, "rtl")
    told = made.words(_OWN)
    assert "Shifts" in told
    assert "All 2 statements" in told
    assert {"officials/bo/s1.html", "officials/bo/s2.html"} <= {p for p, _ in made.links(_OWN)}
    place = "issue/tram/bo"
    assert [each for each in made.main(_OWN).iter("section") if each.get("id") == place]


def test_page_has_contradictions_claims_and_what_is_attributed(corpus: CorpusBuilder) -> None:
    claims = [{"about": ["bo"], "text": "He never means it.", "when": "2021"}]
    corpus.source("herald", publisher="Herald", assessments=claims)
    said = [{"position": "supports", "said": "2021-05-03"}, {"position": "rejects"}]
    corpus.official("bo", statements=said)
    other = {"evidence": ["courier", {"source": "herald", "speaker": "bo"}]}
    words = _made(corpus.official("ann", name="Ann Ax", statements=[other])).words(_OWN)
    assert "Contradictionsopposite positions" in words
    assert "What sources say of them" in words
    assert "He never means it." in words
    assert "A source attributes this to them." in words
    assert "recorded with Ann Ax" in words


def test_page_tells_roles_in_time_and_the_record(corpus: CorpusBuilder) -> None:
    roles: list[dict[str, object]] = [
        {"title": "Clerk", "faction": "council", "until": "2015", "former": True},
        {"title": "Mayor", "faction": "mayor", "from": "2016-02"},
    ]
    fields: dict[str, Any] = {
        "aliases": ["Bob"],
        "identifiers": {"wikidata": "Q42"},
        "note": "Spelt twice.",
    }
    words = _made(corpus.official("bo", roles=roles, **fields)).words(_OWN)
    assert "Clerk · Council · until 2015 · former" in words
    assert "Mayor · Mayor · from February 2016" in words
    for each in ("Also called", "Bob", "wikidata", "Q42", "Note: Spelt twice."):
        assert each in words


def test_official_without_statements_has_a_page_that_says_so(corpus: CorpusBuilder) -> None:
    made = _made(corpus.official("bo"))
    assert "No statement is recorded." in made.words(_OWN)
    assert "no statement" in made.words(places.OFFICIALS)


def test_somebody_unnamed_and_an_institution_are_marked(corpus: CorpusBuilder) -> None:
    corpus.official("bo", name="A senior official", kind="unnamed", statements=["supports"] * 2)
    made = _made(corpus.official("port", kind="institution", roles=[], statements=["supports"]))
    words = made.words(_OWN)
    assert "A senior official (not named)" in words
    assert "no mean: somebody who is not named may be several people" in words
    assert "Institution" in made.words("officials/port/index.html")


def test_ids_that_are_names_of_pages_or_devices_have_pages(corpus: CorpusBuilder) -> None:
    said = [{"id": "index", "position": "supports"}, {"id": "con", "position": "supports"}]
    corpus.official("con", statements=said)
    corpus.official("index", statements=said)
    made = _made(corpus)
    assert {
        "officials/con-/index.html",
        "officials/con-/index-.html",
        "officials/con-/con-.html",
        "officials/index-/index.html",
        "officials/index-/index-.html",
    } <= {*made.pages}
    assert len({path.lower() for path in made.pages}) == len(made.pages)


def test_every_link_leads_to_a_page_or_to_one_of_another_kind(corpus: CorpusBuilder) -> None:
    made = _made(crowd(corpus, officials=4, statements=5))
    others = ("index.html", "issues/", "factions/", "sources/", "conflicts/", "compare/")
    ids = {path: {each.get("id") for each in made.tree(path).iter()} for path in made.pages}
    for path in made.pages:
        for target, place in made.links(path):
            if target in made.pages:
                assert not place or place in ids[target], (path, target, place)
            else:
                assert target.startswith((*others, "search/", "about/", "feed.xml")), (path, target)


def test_many_statements_are_split_by_year(corpus: CorpusBuilder) -> None:
    said = [
        {
            "id": f"s-{year}-{number}",
            "said": f"{year}-01-{number % 28 + 1:02}" if year else "../2020-05-01",
            "evidence": [{"text": f"words of {year}, number {number}"}],
        }
        for year, count in ((2019, 110), (2020, 5), (0, 2))
        for number in range(count)
    ]
    made = _made(corpus.official("bo", statements=said))
    words = made.words(_OWN)
    assert "The newest of 117 statements" in words
    assert "2020 52019 110In no one year 2" in words
    listed: Counter[str] = Counter()
    for path in made.pages:
        if path.startswith("officials/bo/year/"):
            links = {target for target, _ in made.links(path)}
            assert _OWN in links
            listed.update(target for target in links if "/s-" in target)
    assert listed == Counter(f"officials/bo/{each['id']}.html" for each in said)
    assert "officials/bo/year/2019-2.html" in made.pages
    assert "officials/bo/year/unknown.html" in made.pages


def test_pages_keep_to_the_budget_whatever_a_record_holds(corpus: CorpusBuilder) -> None:
    claims = [{"about": ["bo"], "text": f"{n} {'endless ' * 200}{n * 7919}"} for n in range(200)]
    corpus.source("herald", assessments=claims)
    made = _made(corpus.official("bo", statements=["supports"]))
    raw = made.pages[_OWN].encode()
    assert len(raw) <= 200_000
    assert len(gzip.compress(raw)) <= 30_000
    words = made.words(_OWN)
    assert "Not shown, since the page is long:" in words
    assert "The statement" in words


def test_very_many_roles_and_names_have_pages_of_their_own(corpus: CorpusBuilder) -> None:
    choose = random.Random(5)
    titles = [f"{_scribble(choose)[:60]} {number}" for number in range(1000)]
    roles = [
        {"title": title, "faction": "mayor", "from": str(1000 + n), "until": str(1000 + n)}
        for n, title in enumerate(titles)
    ]
    del roles[-1]["until"]
    aliases = [f"{_scribble(choose)[:20]} {number}" for number in range(2000)]
    corpus.official("bo", roles=roles, aliases=aliases, statements=["supports"])
    made = _made(corpus)
    for path in [path for path in made.pages if path.startswith("officials/bo/")]:
        raw = made.pages[path].encode()
        assert len(raw) <= 200_000, path
        assert len(gzip.compress(raw)) <= 30_000, path
    lists = {"roles": titles, "names": aliases}
    for folder, every in lists.items():
        first = f"officials/bo/{folder}/index.html"
        assert first in {path for path, _ in made.links(_OWN)}
        reached = [first]
        for path in reached:  # which grows
            reached += [to for to, _ in made.links(path) if f"/{folder}/page/" in to]
            reached[:] = dict.fromkeys(reached)
        told = " ".join(map(made.words, reached))
        assert [each for each in every if each not in told] == []
    words = made.words(_OWN)
    assert titles[-1] in words  # the role that is not over
    assert titles[500] not in words
    assert "All 1,000 roles" in words
    assert "all 2,000 other names" in words


def _scribble(choose: random.Random) -> str:
    """Words that are hardly smaller when they are packed."""
    return "".join(chr(choose.randint(0x4E00, 0x9FA0)) for _ in range(500))


def test_places_that_others_link_to_are_there_without_room_for_them(
    corpus: CorpusBuilder,
) -> None:
    names = [f"issue-{number}" for number in range(30)]
    corpus.codebook(issues={name: {"supports": 2, "rejects": -2} for name in names})
    corpus.meta(default_issue="issue-0")
    choose = random.Random(3)
    said = [
        {
            "issue": name,
            "position": "supports",
            "evidence": [
                {"text": "".join(chr(choose.randint(0x4E00, 0x9FA0)) for _ in range(500))}
            ],
        }
        for name in names
    ]
    made = _made(corpus.official("bo", statements=said))
    ids = {each.get("id") for each in made.main(_OWN).iter()}
    assert {f"issue/{name}/bo" for name in names} <= ids
    assert "They have their statements elsewhere" in made.words(_OWN)
    left = "search/index.html?official=bo&issue=issue-29"
    assert left in {a.get("href", "")[6:] for a in made.main(_OWN).iter("a")}
    assert len(gzip.compress(made.pages[_OWN].encode())) <= 30_000


def test_doubts_stand_on_top_and_with_the_words(corpus: CorpusBuilder) -> None:
    corpus.source("herald", publisher="Herald", published="2021-05-05")
    pieces = [{"text": "so be it"}, {"source": "herald", "text": "so I heard", "speaker": "ann"}]
    corpus.official("ann", name="Ann Ax")
    made = _made(corpus.official("bo", statements=[{"position": "rejects", "evidence": pieces}]))
    words = made.words(_OWN)
    top, _, rest = words.partition("The statement with all its sources")
    assert "Rejects 3 May 2021 sources differ" in top
    assert "sources differ: speaker" in top
    assert "attributed to Ann Ax by Herald, 5 May 2021" in top
    assert "sources differ: speaker" in rest


def test_hostile_and_unwieldy_names_stay_words(corpus: CorpusBuilder) -> None:
    for make in (hostile, unwieldy):
        made = _made(make(corpus))
        for path in made.pages:
            if path.endswith("/index.html"):
                made.tree(path)  # strictly


def _entry(number: int) -> Entry:
    letter = "abcdefghij"[number % 10] if number % 11 else "other"
    return Entry(f"o-{number}", f"Name {number}", None, "person", None, None, 1, 1, letter)


def test_many_officials_are_listed_by_letter(corpus: CorpusBuilder) -> None:
    pages = Pages(site(corpus.index(), Filters()))
    given = sorted(map(_entry, range(MANY)), key=lambda each: (each.letter == "other", each.letter))
    made = dict(official_list.pages(OfficialIndex(given), pages))
    assert {"officials/index.html", "officials/letter/a.html", "officials/letter/other.html"} <= {
        *made
    }
    assert len(made) == 12
    assert "Name 10<" not in made["officials/letter/b.html"]
    few = dict(official_list.pages(OfficialIndex(given[:-1]), pages))
    assert [*few] == [
        "officials/index.html",
        *(f"officials/page/{number}.html" for number in (2, 3, 4, 5)),
    ]


def test_words_of_an_entry(corpus: CorpusBuilder) -> None:
    corpus.official("bo", name="Bo Ko", native_name="بو", statements=["supports", "rejects"])
    [item] = _made(corpus).main(places.OFFICIALS).iter("li")
    assert words_of(item) == "Bo Ko بو Member · Council · 2 statements"


def test_page_says_where_the_faction_stands_and_whether_all_statements_agree(
    corpus: CorpusBuilder,
) -> None:
    for name, said in (("ann", ["rejects"]), ("bo", ["supports"]), ("cy", ["supports"] * 2)):
        corpus.official(name, faction="council", statements=said)
    corpus.official("port", faction="mayor", statements=["rejects", "supports"])
    made = officials_and_statements(corpus.index())
    of_bo, of_cy, of_port = (
        made.words(f"officials/{name}/index.html") for name in ("bo", "cy", "port")
    )
    assert "In Council: Rejects 1, Supports 2" in of_bo
    assert "the same position in all" not in of_bo
    assert "· the same position in all" in of_cy
    assert "In Mayor" not in of_port
    assert "the same position in all" not in of_port
    assert ("factions/council/index.html", "") in made.links("officials/bo/index.html")
