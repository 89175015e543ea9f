"""Valid corpora drawn at random, with every key of the record.

    write(folder, seed)
    edit(folder, random)

The same seed writes the same corpus. `edit` changes one of its files. What is drawn is dense: few
officials, sources and days, so that roles, dates, copies and occasions meet in many ways.
"""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

from recount.days import days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    Record = dict[str, Any]

DATES = (
    "2014 2014-06 2014-06? 2014-06-10 2014-06-11~ 2014-06-12% 2014-06-12 2014-06-14 2014-06-20 "
    "2014-06-10/2014-06-12 2014-06-11/2014-06-25 2014-06-12~/2014-06-18 2014-05/2014-06 "
    "2014-06-12/.. ../2014-06-11 ../2014-06 2014-06-20/2014-07-02 2014-03-01 2014-04-20 2014-08-09 "
    "2014-06-12T08:00:00 2014-06-12T20:30:00 2014-06-13T01:00:00 2014-06-12T09:00:00Z "
    "2014-06-12T23:30:00-05:00 2014-06-13T00:15:00+04:30 2014-06-11T22:00:00-11:00 "
    "2014-06-12T13:00:00+04:30 2014-06-12T20:30:00"
).split()
BOUNDS = "2013 2014-06-11 2014-06-12 2014-06-12? 2014-06 2014-05-01 2014-06-15".split()
NAMES = "Adler Brandt Castro Dewar Evans Fischer Garcia".split()
AGENCIES = ("Lake Agency", "Harbour Press", "River Wire")
FORMS = ("quote", "document", "partial-quote", "paraphrase")
ACCEPTED = "ST505"


class _Draw:
    """A corpus while it is drawn."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.words = 0
        self.dates = self.random.sample(DATES, self.random.randint(5, 20))
        self.factions = [f"faction-{n}" for n in range(self.random.randint(1, 4))]
        self.frames = [f"frame-{n}" for n in range(self.random.randint(1, 3))]
        self.issues = [self._issue(f"issue-{n}") for n in range(self.random.randint(1, 3))]
        self.source_ids = [f"source-{n}" for n in range(self.random.randint(2, 7))]
        self.official_ids = [name.lower() for name in NAMES[: self.random.randint(2, 7)]]
        self.statements: dict[str, Record] = {}

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def some(self, items: Sequence[str], most: int) -> list[str]:
        return self.random.sample(items, self.random.randint(0, min(most, len(items))))

    def text(self) -> str:
        self.words += 1
        return f"the words with the number {self.words} of what was said"

    # The codebook

    def _issue(self, id_: str) -> Record:
        is_scored = self.chance(85)
        positions = []
        for number in range(self.random.randint(2, 6)):
            position: Record = _term(f"p{number}")
            if is_scored and self.chance(80):
                position["score"] = str(self.random.randint(-2, 2))
            elif self.chance(50):
                position["open"] = "true"
            if self.chance(45):
                position[self.random.choice(("requires", "allows"))] = "conditions"
            positions.append(position)
        ids = [position["id"] for position in positions]
        for position in positions:
            others = [other for other in ids if other != position["id"]]
            if self.chance(30):
                position["tension_with"] = self.some(others, 2) or others[:1]
        return {"id": id_, "question": f"What of {id_}?", "positions": positions}

    # Sources

    def source(self, number: int) -> Record:
        own: Record = {
            "title": f"Article {number}",
            "published": self.random.choice(("2014-08-09", "2014-09", "2014-08-10T06:00:00Z")),
            "lang": self.random.choice(("en", "fa")),
        }
        if self.chance(60):
            own["publisher"] = self.random.choice((*AGENCIES, "The Gazette"))
        if number and self.chance(40):
            older = self.random.choice(self.source_ids[:number])
            own[self.random.choice(("version_of", "copy_of"))] = older
        if self.chance(30):
            kind = self.random.choice(("retracted", "retracted", "corrected", "updated", "deleted"))
            own["notices"] = [{"kind": kind, "date": "2014-10", "note": "It was changed."}]
        if self.chance(30):
            own |= {"url": f"https://paper.example/{number}", "retrieved": "2014-09-01"}
            own |= {"archive_url": f"https://archive.example/{number}", "authors": ["A. Writer"]}
            own |= {"kind": "news-article", "note": "Read in print.", "sha256": "0" * 64}
        if self.chance(30):
            passage = {"text": self.text(), "why": "It is no statement.", "prefix": "before"}
            own["uncoded"] = [passage | {"suffix": "behind", "locator": "line 3"}]
        if self.chance(40):
            about = self.random.choice((*self.official_ids, *self.factions))
            claim = {"about": [about], "text": self.text(), "when": "2014-06", "note": "Clear."}
            own["assessments"] = [claim]
        return own

    # Officials

    def official(self, number: int) -> Record:
        name = NAMES[number]
        own: Record = {"name": f"Alex {name}"}
        if self.chance(30):
            own["kind"] = self.random.choice(("institution", "unnamed"))
        if self.chance(40):
            own |= {"native_name": f"Der {name}", "aliases": [f"Old {name}"], "note": "Known."}
            own["identifiers"] = {"wikidata": f"Q{number}"}
        if self.chance(85):
            own["roles"] = [self._role(place) for place in range(self.random.randint(1, 3))]
        return own

    def _role(self, place: int) -> Record:
        role: Record = {"title": f"Office {place}"}
        if self.chance(85):
            role["faction"] = self.random.choice(self.factions)
        if self.chance(15):
            role["former"] = "true"
        if self.chance(40):
            begin, end = sorted(self.random.sample(BOUNDS, 2), key=lambda text: days(text)[0] or "")
            if days(begin)[0] != days(end)[0]:
                role |= {"from": begin, "until": end}
                for key in self.some(("from", "until"), 1):
                    del role[key]
        return role

    # Statements

    def statement(self, id_: str, official: Record, number: int) -> Record:
        own: Record = {"id": f"s{number}"}
        self._read(own)
        bases = [ref for ref in self.statements if self._may_be_base(ref, id_, own)]
        base = self.random.choice(bases) if bases and self.chance(30) else None
        if base:
            own["words_of"] = base
        else:
            self._occasion(own, id_)
        if base is None or not base.startswith(f"{id_}/"):
            self._named_role(own, official, must=base is None)
        self._disputes(own, may_have_status=base is None or not base.startswith(f"{id_}/"))
        return own

    def _may_be_base(self, ref: str, id_: str, own: Record) -> bool:
        """Whether a statement can have the words of another, some source has them of nobody else,
        and its official has not yet used them for its issue."""
        if "words_of" in self.statements[ref]:
            return False
        pieces = self.statements[ref]["evidence"]
        if not any(piece.get("speaker", id_) == id_ for piece in pieces):
            return False
        answers = [
            each.get("issue", self.issues[0]["id"])
            for other, each in self.statements.items()
            if other.startswith(f"{id_}/") and ref in (other, each.get("words_of"))
        ]
        return own.get("issue", self.issues[0]["id"]) not in answers

    def _read(self, own: Record) -> None:
        """What the analyst says of it."""
        issue = self.random.choice(self.issues)
        if issue is not self.issues[0] or self.chance(50):
            own["issue"] = issue["id"]
        own |= self._position(issue)
        if self.chance(40):
            own["frames"] = self.some(self.frames, 2) or [self.frames[0]]
        if self.chance(30):
            own |= {"summary": "What it says.", "note": "Why so.", "coder": "another"}
        if self.chance(30):
            own["reviewed_by"] = ["a reader"]

    def _position(self, issue: Record) -> Record:
        position = self.random.choice(issue["positions"])
        takes = "requires" in position or ("allows" in position and self.chance(60))
        conditions = {"conditions": self.some(("peace", "money"), 2) or ["peace"]} if takes else {}
        return {"position": position["id"], **conditions}

    def _occasion(self, own: Record, id_: str) -> None:
        own["said"] = self.random.choice(self.dates)
        if self.chance(20):
            own["venue"] = "the harbour"
        if self.chance(10):
            own["repeated"] = "true"
        people = [*self.official_ids, "Alex Dewar", "old adler", "A Stranger"]
        people = [each for each in people if id_ not in each.lower().split()]
        if self.chance(15):
            own["spoken_by"] = self.random.choice(people)
        if self.chance(15):
            named = self.random.choice(people)
            own["according_to"] = named if self.chance(50) else [named]
        own["evidence"] = [
            self._evidence(own, id_) for _ in range(self.random.choice((1, 1, 2, 2, 3, 4)))
        ]

    def _evidence(self, statement: Record, id_: str) -> Record:
        source = self.random.choice(self.source_ids)
        others = [each for each in self.source_ids if each != source]
        own: Record = {
            "source": source,
            "form": self.random.choice(FORMS),
            "text": self.text(),
            "note": "Why so.",
        }
        if self.chance(35):
            own["match"] = "probable"
        if self.chance(15):
            own["speaker"] = self.random.choice([each for each in self.official_ids if each != id_])
        if self.chance(10):
            said = self.random.choice(self.dates)
            own |= {"said": said} if said != statement["said"] else {}
        if self.chance(15):
            self._reading(own, statement)
        if self.chance(30):
            own["via"] = self.random.choice([*others, *AGENCIES])
        if self.chance(20):
            own["derived_from"] = self.random.choice(others)
        if self.chance(20):
            own |= {"original": {"lang": "ar"}, "lang": "en", "url": "https://words.example/1"}
            own |= {"prefix": "before", "suffix": "behind", "locator": "line 2"}
            own |= {"accept": [ACCEPTED]}
        return own

    def _reading(self, own: Record, statement: Record) -> None:
        """Another position, or other conditions, of a source alone."""
        name = statement.get("issue", self.issues[0]["id"])
        issue = next(each for each in self.issues if each["id"] == name)
        reading = self._position(issue)
        if reading["position"] != statement["position"]:
            own |= reading
        elif reading.get("conditions", []) != statement.get("conditions", []):
            own |= {key: reading[key] for key in reading if key == "conditions"}

    def _named_role(self, own: Record, official: Record, *, must: bool) -> None:
        titles = [role["title"] for role in official.get("roles", [])]
        if titles and self.chance(20):
            own["role"] = self.random.choice(titles)
        if self.chance(15) or (must and "role" not in own and not _is_always_held(official)):
            own["faction"] = self.random.choice([*self.factions, "none"])

    def _disputes(self, own: Record, *, may_have_status: bool) -> None:
        if may_have_status and self.chance(20):
            own["status"] = self.random.choice(("disputed", "denied", "misattributed"))
        cited = list(dict.fromkeys(piece["source"] for piece in own.get("evidence", [])))
        disputes = []
        for _ in range(self.random.choice((0, 0, 1, 2)) or int("status" in own)):
            about = "speaker wording date position conditions".split()
            dispute: Record = {"about": self.random.choice(about), "note": "They differ."}
            if self.chance(50):
                dispute["resolution"] = "One is followed."
            if cited and (len(cited) > 2 or self.chance(30)):
                dispute["sources"] = cited[:2]
            if self.chance(20):
                words = {"source": self.random.choice(self.source_ids), "text": self.text()}
                dispute["words"] = words | {"by": self.random.choice(self.official_ids)}
            disputes.append(dispute)
        if disputes:
            own["disputes"] = disputes

    def tie(self, id_: str, statements: Sequence[Record]) -> None:
        """Say of some statements that can be of one day that they are of one occasion."""
        said = {each["id"]: self._said(each) for each in statements}
        for each in statements:
            others = [
                other["id"]
                for other in statements
                if other is not each and _overlap(said[each["id"]], said[other["id"]])
            ]
            if others and self.chance(15):
                each["same_occasion"] = [f"{id_}/{other}" for other in self.some(others, 2)]

    def _said(self, statement: Record) -> str:
        base = self.statements[statement["words_of"]] if "words_of" in statement else statement
        return str(base["said"])


def write(folder: Path, seed: int) -> None:
    """Write a corpus."""
    draw = _Draw(seed)
    meta = {"title": "At random", "schema_version": "1", "coder": "tests"}
    book = {
        "issues": draw.issues,
        "factions": [_term(each) for each in draw.factions],
        "frames": [_term(each) for each in draw.frames],
    }
    save(folder / "corpus.yaml", meta | {"default_issue": draw.issues[0]["id"]})
    save(folder / "codebook.yaml", book)
    for number, id_ in enumerate(draw.source_ids):
        save(folder / f"sources/{id_}.yaml", draw.source(number))
    for number, id_ in enumerate(draw.official_ids):
        official = draw.official(number)
        own = []
        for place in range(draw.random.choice((0, 1, 2, 3, 4, 5, 7, 11))):
            own.append(draw.statement(id_, official, place))
            draw.statements[f"{id_}/s{place}"] = own[-1]
        draw.tie(id_, own)
        if len(own) > 1 and draw.chance(25):
            save(folder / f"officials/{id_}/more.yaml", {"statements": own[1:]})
            own = own[:1]
        save(folder / f"officials/{id_}.yaml", official | ({"statements": own} if own else {}))


def edit(folder: Path, random: Random) -> Path:
    """Change one file so that the corpus stays valid, and return its path."""
    kind = random.choice(("sources", "officials", "officials"))
    path = random.choice(sorted(folder.glob(f"{kind}/*.yaml")))
    record = json.loads(path.read_text(encoding="utf-8"))
    if kind == "sources":
        _edit_source(record, random)
    else:
        _edit_official(record, path.stem, folder, random)
    save(path, record)
    return path


def _edit_source(source: Record, random: Random) -> None:
    match random.randrange(5):
        case 0 if "notices" in source:
            del source["notices"]
        case 0 | 1:
            source["notices"] = [{"kind": "retracted"}]
        case 2:
            source["lang"] = "de"
        case 3:
            source["publisher"] = random.choice(AGENCIES)
        case _:
            for key in ("version_of", "copy_of"):
                source.pop(key, None)


def _edit_official(official: Record, id_: str, folder: Path, random: Random) -> None:
    statements = official.get("statements", [])
    if not statements or random.randrange(5) == 0:
        official["kind"] = "person" if official.get("kind") == "unnamed" else "unnamed"
        return
    statement = random.choice(statements)
    files = folder.glob("officials/**/*.yaml")
    others = "".join(each.read_text(encoding="utf-8") for each in files)
    match random.randrange(6):
        case 0 if f'"{id_}/{statement["id"]}"' not in others:
            statements.remove(statement)
        case 0 | 1:
            statement.pop("same_occasion", None)
        case 2 if "according_to" in statement:
            del statement["according_to"]
        case 2 if "evidence" in statement:
            statement["according_to"] = "a stranger"
        case 3 if "evidence" in statement:
            random.choice(statement["evidence"])["match"] = random.choice(("certain", "probable"))
        case 4 if "evidence" in statement:
            random.choice(statement["evidence"])["via"] = "Lake Agency"
        case _:
            settled = statement.setdefault("disputes", [])
            settled.append({"about": "speaker", "note": "They differ.", "sources": []})


def save(path: Path, record: Record) -> None:
    """Write a record as JSON, which is YAML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")


def _term(id_: str) -> Record:
    return {"id": id_, "label": id_.title(), "definition": f"What {id_} means."}


def _is_always_held(official: Record) -> bool:
    roles = official.get("roles", [])
    return not roles or any(not {"from", "until", "former"} & {*role} for role in roles)


def _overlap(one: str, other: str) -> bool:
    (first, last), (begin, end) = days(one), days(other)
    return (begin or "") <= (last or "~") and (first or "") <= (end or "~")
