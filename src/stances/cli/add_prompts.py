"""The prompts of `stances add`, in the order in which they are asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.cli.prompts import (
    Hint,
    Option,
    ask,
    ask_several,
    confirm,
    demand,
    ids_of,
    one_of,
    read_option,
    show,
    some_of,
    tell,
)
from stances.dates import parse_date
from stances.editing.add import records
from stances.editing.add.checks import as_second
from stances.editing.add.placement import recorded_ids
from stances.editing.add.records import LISTS, Addition, about, one_line, read_field
from stances.editing.ids import names_a_file, official_id, source_id, statement_id, taken_ids
from stances.editing.values import InvalidValue, line, slug
from stances.errors import AmbiguousName, UnknownName
from stances.evidence.lookup import checksum, look_up
from stances.model.fields import ADDED
from stances.queries import choices, resolve
from stances.queries.choices import SAME, NewQuotation, Published, Similar, recorded_as, similar
from stances.queries.completion import candidates
from stances.queries.faults import refuse_faulty
from stances.text import brief
from stances.views.values import signed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from stances.editing.add.records import AddedKind, Flat
    from stances.evidence.copies import Snapshots
    from stances.evidence.lookup import LookupResult
    from stances.evidence.verdicts import Verdict
    from stances.queries.choices import Word


_WHY = {
    SAME: "has these very words from this source already",
    1: "has words like these",
    2: "takes this position, perhaps on the same day",
}


def ask_statement(desk: Desk, official: str | None, given: Flat) -> list[Addition]:
    """A statement with its evidence, or evidence for one that is there; with what they need."""
    form = Form(desk, "statement", given)
    to, made = an_official(desk, official)
    if not made:
        refuse_faulty(desk.index, desk.folder, f"officials/{to}.yaml")
    source, new = evidence(form)
    made += new
    issue = _issue(form)
    _say_if_recorded(form, to, issue)
    # All that is known for sure is that it was not said later than it was published.
    usual = "" if "/" in source.published else f"../{source.published}"
    form.fill("said", "Said on", usual, how=How(partial(_said, source)))
    position = _position(form, issue)
    known = [] if made and made[0].kind == "official" else _similar(form, to, issue)
    if known and (ref := _same(known)):
        return [*new, _second(form, ref)]
    if position.requires == "conditions":
        _conditions(form)
    _frames(form)
    further(form)
    return [*made, Addition("statement", to, _with_id(form, to, made))]


def _issue(form: Form) -> str:
    usual = choices.default_issue(form.desk.index)
    known = options_of(choices.words(form.desk.index, "issue"))
    if "issue" not in form.values and usual and len(known) == 1:
        return usual
    if "issue" not in form.values:
        show(known)
    issue = str(form.fill("issue", "Issue", usual or "", how=How.one(known)))
    if issue == usual:
        del form.values["issue"]
    return issue


def _say_if_recorded(form: Form, official: str, issue: str) -> None:
    """Say so before anybody codes the same words twice."""
    text, source = form.values["text"], form.values["source"]
    if ref := recorded_as(form.desk.index, NewQuotation(official, text, source, issue)):
        tell(f"{ref} has these words from this source already; Ctrl-C leaves", indent="  ")


def _said(source: Published, text: str) -> str:
    """A date on which something can have been said that a source reports."""
    said = parse_date(read_field("statement", "said", text))
    published = parse_date(source.published)
    if said.first and published.last and said.first > published.last:
        raise InvalidValue(f"{source.id} was published before that, on {published}")
    return str(said)


def _position(form: Form, issue: str) -> Word:
    words = choices.positions(form.desk.index, issue)
    known = options_of(words)
    if "position" not in form.values:
        show(known)
    form.fill("position", "Position", how=How.one(known))
    return next(word for word in words if word.id == form.values["position"])


def _similar(form: Form, official: str, issue: str) -> list[Similar]:
    values = form.values
    said = parse_date(str(values["said"]))
    saying = NewQuotation(
        official, values["text"], values["source"], issue, values["position"], said
    )
    return similar(form.desk.index, saying)


def _same(known: Sequence[Similar]) -> str:
    """The statement that the new one is, if it is one of these; else empty."""
    tell("Recorded already:")
    for number, each in enumerate(known, 1):
        tell(f"{number}  {each.ref} {_WHY[each.why]}", indent="  ")
        what = f"{each.said}, {each.position}, {each.source}: “{shortened(each.text)}”"
        tell(what, indent="     ")

    def read(text: str) -> str:
        if text == "new":
            return ""
        chosen = one_of([Option(each.ref) for each in known])(text)
        if any(each.ref == chosen and each.why == SAME for each in known):
            message = f"`{chosen}` has these words already; Ctrl-C leaves, `new` records them anew"
            raise InvalidValue(message)
        return chosen

    hint = Hint("What was said on one occasion is one statement, whoever reports it.")
    return demand("Number of the one that this is a further source of", read, "new", hint)


def _second(form: Form, ref: str) -> Addition:
    """What was meant for a statement as evidence for another."""
    own = as_second(form.values, choices.recorded(form.desk.index, ref))
    for key in ("said", "position"):
        if key in own:
            tell(f"this source alone has the {key} {own[key]}; that stands with it", indent="  ")
    second = Form(form.desk, "evidence", own)
    match(second)
    further(second)
    return Addition("evidence", ref, records.evidence(second.values))


def _conditions(form: Form) -> None:
    """At least one, and more until an empty line."""
    if form.values.get("conditions"):
        return
    read, hint = partial(read_field, "statement", "conditions"), Hint(form.about("conditions"))
    end = " (Enter: no more)"
    form.values["conditions"] = ask_several("Condition", read, 1, end=end, hint=hint)


def _frames(form: Form) -> None:
    known = options_of(choices.words(form.desk.index, "frame"))
    if form.values.get("frames") or not known:
        return
    show(known)
    label = "Frames, with commas between them (Enter: none)"
    form.fill("frames", label, optional=True, how=How(some_of(known), ids_of(known)))


def _with_id(form: Form, official: str, made: Sequence[Addition]) -> dict[str, Any]:
    """The statement, with the id proposed or another."""
    is_new = any(each.kind == "official" for each in made)
    taken = set() if is_new else recorded_ids(form.desk.folder, official)
    data = records.statement(form.values)

    def read(text: str) -> str:
        if slug(text) in taken:
            raise InvalidValue(f"`{text.strip()}` is a statement of {official} already")
        return slug(text)

    form.fill("id", "Id", statement_id(data, taken), how=How(read))
    return {"id": form.values["id"], **data}


_FORMS = (
    Option("quote", "", "the official's words, as they stand in quotation marks"),
    Option("document", "", "the official's own text, a tweet or a report, consulted itself"),
    Option("partial-quote", "", "the source's clause, with some of the official's words in marks"),
    Option("paraphrase", "", "the source's clause, nobody's quotation"),
)
_MATCHES = (
    Option("certain", "", "this source surely reports the same occasion"),
    Option("probable", "", "it is a judgement that it does; the note says why"),
)
_ASKED = {
    "statement": (
        "id said issue position conditions frames disputes status source form text"
    ).split(),
    "evidence": "source form text match".split(),
}
"""Fields that are asked for by themselves, or need another beside them."""
_FURTHER = {
    "statement": (
        "venue summary note locator prefix suffix original original_lang lang derived_from role "
        "faction coder repeated match evidence_note"
    ).split(),
    "evidence": (
        "note locator prefix suffix original original_lang lang derived_from speaker said position"
    ).split(),
}
"""What comes first when somebody is asked for anything else; all other fields stand behind it."""
_SHOWN = 100
"""So many characters of a recorded text are shown, to be known again by."""


def ask_evidence(desk: Desk, ref: str, given: Flat) -> list[Addition]:
    """A further piece of evidence for a statement that is there."""
    refuse_faulty(desk.index, desk.folder, f"officials/{ref.partition('/')[0]}.yaml")
    recorded = choices.recorded(desk.index, ref)
    tell(f"{ref}, {recorded.said}, {recorded.position}:")
    tell(f"“{shortened(recorded.quote)}”", indent="  ")
    form = Form(desk, "evidence", given)
    _, new = evidence(form)
    match(form)
    further(form)
    return [*new, Addition("evidence", ref, records.evidence(form.values))]


def evidence(form: Form) -> tuple[Published, list[Addition]]:
    """Source, words and form: the words are looked for at once, and say what form is likely."""
    source, made = a_source(form.desk, form.values.get("source"))
    form.values["source"] = source.id
    sought = _words(form, source)
    if "form" not in form.values:
        show(_FORMS)
    form.fill("form", "Form", sought.usual_form, how=How.one(_FORMS))
    return source, made


def _words(form: Form, source: Published) -> LookupResult:
    """The words; those that the copy lacks only if somebody wants them all the same."""
    while True:
        text = str(form.fill("text", "Words, pasted from the source"))
        sought = look_up(form.desk.snapshots, source.id, source.sha256, text)
        for told in sought.told():
            tell(told, indent="  ")
        if sought.verdict.result == "ambiguous" and "locator" not in form.values:
            return _on_a_line(form, source, sought.verdict)
        if sought.verdict.result != "not-found" or confirm("Keep these words?"):
            return sought
        del form.values["text"]


def _on_a_line(form: Form, source: Published, found: Verdict) -> LookupResult:
    """Words that stand in several places: in which of them."""
    text = str(form.values["text"])

    def read(answer: str) -> LookupResult:
        if not answer.isdecimal() or not 0 < int(answer) < 10**9:
            raise InvalidValue("write the number of the line")
        number = int(answer)
        sought = look_up(form.desk.snapshots, source.id, source.sha256, text, number)
        spot = sought.verdict.spot
        if sought.verdict.result != "found" or spot is None or spot.line != number:
            raise InvalidValue(f"the words do not begin on line {number}, or stand there twice")
        return sought

    first = str(found.spot.line) if found.spot else ""
    sought = demand("On which line", read, first)
    if sought.verdict.spot:
        form.values["locator"] = f"line {sought.verdict.spot.line}"
    return sought


def match(form: Form) -> None:
    """Whether it is the same occasion; where that is a judgement, why."""
    if "match" not in form.values:
        show(_MATCHES)
    form.fill("match", "Match", "certain", how=How.one(_MATCHES))
    if form.values["match"] == "probable":
        form.fill("note", "Note: why it is taken for the same occasion")


def further(form: Form) -> None:
    """Whatever else somebody wants to say, key by key, until an empty line."""
    further = dict.fromkeys([*_FURTHER[form.kind], *ADDED[form.kind]])
    keys = [key for key in further if key not in {*_ASKED[form.kind], *form.values}]
    known = "\n".join(f"{key}: {form.about(key)}" for key in keys)

    def complete(begun: str) -> list[str]:
        return [f"{key}: " for key in keys if key.startswith(begun)]

    def read(text: str) -> tuple[str, Any]:
        key, colon, value = text.partition(":")
        name = key.strip().replace("-", "_")
        if not colon or name not in keys:
            raise InvalidValue(f"write one of these, a colon, and its value: {', '.join(keys)}")
        found = read_field(form.kind, name, value)
        return name, [found] if name in LISTS else found

    label = "Anything else, such as venue: Oslo (Enter: no)"
    if form.kind == "evidence":
        label = "Anything else, such as note: … (Enter: no)"
    while answer := ask(label, read, hint=Hint(known, complete), optional=True):
        form.values[answer[0]] = answer[1]


def shortened(text: str) -> str:
    """A recorded text, as far as is needed to know it again."""
    return brief(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


_LISTED = 5
"""So many sources are shown; all can be named."""


def an_official(desk: Desk, given: str | None) -> tuple[str, list[Addition]]:
    """An official by any name; a new one, if that is what somebody means."""
    explained = "Whoever said it: an id, a name, an alias or a surname."
    hint = Hint(explained, known_ids(desk.index, "official"))
    while True:
        name = given or demand("Official", line, hint=hint)
        try:
            id_ = resolve.official(desk.index, name)
        except AmbiguousName as error:
            tell(f"{error}; {error.hint}")
        except UnknownName as error:
            tell(f"{error}; {error.hint}" if error.hint else str(error))
            if confirm(f"Add {name} as a new official?"):
                made = new_official(desk, {"name": name}, called=True)
                return made.to, [made]
        else:
            known = choices.official(desk.index, id_)
            plural = "" if known.statements == 1 else "s"
            tell(f"{known.name} ({id_}), {known.statements} statement{plural}", indent="  ")
            return id_, []
        given = None


def known_ids(index: sqlite3.Connection, kind: str) -> Callable[[str], list[str]]:
    """What Tab completes among what the corpus has of a kind."""
    return lambda begun: [each.id for each in candidates(index, kind, begun)]


def new_official(desk: Desk, given: Flat, *, called: bool = False) -> Addition:
    """A new official. With `called`, the name is one that was just typed, and may be corrected."""
    form = Form(desk, "official", given)
    if called:
        usual = form.values.pop("name")
        form.fill("name", "Full name", usual)
    else:
        form.fill("name", "Name")
    taken = taken_ids(desk.index, "official")
    id_ = _id(form, official_id(str(form.values["name"]), taken), taken)
    form.fill("role", "Office, such as Minister of Trade (Enter: none)", optional=True)
    factions = options_of(choices.words(desk.index, "faction"))
    if form.values.get("role") and factions:
        if "faction" not in form.values:
            show(factions)
        form.fill("faction", "Faction (Enter: none)", optional=True, how=How.one(factions))
    return Addition("official", id_, records.official(form.values))


def a_source(desk: Desk, given: str | None) -> tuple[Published, list[Addition]]:
    """A source by its number in the list or its id; a new one, if that is what somebody means."""
    known = choices.sources(desk.index)
    listed = [Option(each.id, each.published, each.title) for each in known[:_LISTED]]
    if given is None and listed:
        tell("The sources, the last published first:" if known[_LISTED:] else "The sources:")
        show(listed)
    completed = ids_of([*(Option(each.id) for each in known), Option("new")])
    hint = Hint("What has the words: a number, an id, or `new`.", completed)
    while True:
        read = partial(_source_or_new, desk, listed)
        label = "Source (or new)" if listed else "Source (new)"
        default = listed[0].id if listed else "new"
        id_ = _read_given(read, given) or demand(label, read, default, hint)
        found = next((each for each in known if each.id == id_), None)
        if found:
            tell(f"{found.title}, {found.published}", indent="  ")
            return found, []
        if id_ == "new" or confirm(f"There is no source {id_}. Add it as a new one?"):
            made = new_source(desk, {} if id_ == "new" else {"id": id_})
            return _published(made), [made]
        given = None


def _read_given(read: Callable[[str], str], given: str | None) -> str | None:
    """What an option says; if that cannot be taken it is told, and asked for."""
    if given is None:
        return None
    try:
        return read(given)
    except InvalidValue as error:
        tell(f"Error: {error}")
        return None


def _source_or_new(desk: Desk, listed: Sequence[Option], text: str) -> str:
    """An id that is known, or one that a new source can have."""
    text = text.strip()
    if text.isdecimal() and 0 < int(text) <= len(listed):
        return listed[int(text) - 1].id
    try:
        return resolve.word(desk.index, "source", text)
    except UnknownName as error:
        if error.hint.startswith("did you mean") and text != "new":
            raise InvalidValue(f"{error}; {error.hint} `new` adds another") from error
        return slug(text)


def new_source(desk: Desk, given: Flat) -> Addition:
    """A new source, with the checksum of its stored copy if there is one."""
    form = Form(desk, "source", given)
    form.fill("title", "Title")
    form.fill("publisher", "Publisher (Enter: none)", optional=True)
    form.fill("published", "Published on")
    form.fill("url", "Address, https://… (Enter: none)", optional=True)
    langs = [each.lang for each in choices.sources(desk.index)]
    form.fill("lang", "Language", max(sorted(set(langs)), key=langs.count, default="en"))
    taken = taken_ids(desk.index, "source")
    id_ = _id(form, source_id(form.values, taken), taken)
    return with_checksum(desk, Addition("source", id_, records.source(form.values)))


def with_checksum(desk: Desk, made: Addition) -> Addition:
    """A new source with the sum of its stored copy, where there is one and none is given."""
    found = checksum(desk.snapshots, made.to)
    if found is None or "sha256" in made.data:
        return made
    name, sha256 = found
    tell(f"the stored copy is {name}; its sha256 is recorded", indent="  ")
    return made._replace(data={**made.data, "sha256": sha256})


def _published(made: Addition) -> Published:
    fields = ("title", "published", "lang")
    title, published, lang = (str(made.data[key]) for key in fields)
    sha256 = made.data.get("sha256")
    return Published(made.to, title, published, lang, None if sha256 is None else str(sha256))


def _id(form: Form, proposed: str, taken: set[str]) -> str:
    """The id of a new file, which no other has."""

    def read(text: str) -> str:
        if slug(one_line(text)) in taken:
            raise InvalidValue(f"`{text}` is taken")
        if not names_a_file(slug(text)):
            raise InvalidValue("it is too long for the name of a file")
        return slug(one_line(text))

    return str(form.fill("id", "Id", proposed, how=How(read)))


@dataclass(frozen=True)
class Desk:
    """Where somebody sits who adds to a corpus."""

    index: sqlite3.Connection
    folder: Path
    snapshots: Snapshots


class How(NamedTuple):
    """How an answer is read, and what Tab completes it to."""

    read: Callable[[str], Any]
    complete: Callable[[str], Sequence[str]] | None = None

    @classmethod
    def one(cls, options: Sequence[Option]) -> How:
        """As one of these."""
        return cls(one_of(options), ids_of(options))


class Form:
    """The values of one record: as the options have them, else as they are asked for."""

    def __init__(self, desk: Desk, kind: AddedKind, given: Flat) -> None:
        self.desk, self.kind, self.values = desk, kind, dict(given)

    def fill(
        self,
        key: str,
        label: str,
        default: str = "",
        *,
        optional: bool = False,
        how: How | None = None,
    ) -> Any:  # noqa: ANN401 - text, or a list where that is read
        """The value of a key. Usage error if that of an option cannot be taken."""
        how = how or How(partial(read_field, self.kind, key))
        if key in self.values:
            given = self.values[key]
            option = key.replace("_", "-")
            if isinstance(given, str):
                self.values[key] = read_option(how.read, given, option)
            return self.values[key]
        hint = Hint(self.about(key), how.complete)
        answer = ask(label, how.read, default, hint=hint, optional=optional)
        if answer:
            self.values[key] = answer
        return answer

    def about(self, key: str) -> str:
        """What a key means; empty for the id of a file."""
        try:
            return about(self.kind, key)
        except KeyError:
            return ""


def options_of(words: Sequence[choices.Word]) -> list[Option]:
    """Words of the codebook, to be chosen from."""
    scored = any(word.score is not None for word in words)
    return [
        Option(word.id, word.label, word.definition, (signed(word.score) or "–") if scored else "")
        for word in words
    ]
