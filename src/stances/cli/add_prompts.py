"""The prompts of `stances add`, in the order in which they are asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stances.cli.form import Form, How, one_option, options_of, some_options
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
    shortened,
    show,
    tell,
)
from stances.dates import parse_date
from stances.editing.add import records
from stances.editing.add.checks import as_second
from stances.editing.add.passage import Passage, read_passage
from stances.editing.add.records import LISTS, Addition, one_line, read_field
from stances.editing.ids import names_a_file, official_id, source_id, statement_id, taken_ids
from stances.editing.values import InvalidValue, line, slug
from stances.errors import AmbiguousName, UnknownName
from stances.evidence.lookup import checksum, look_up
from stances.model.fields import ADDED
from stances.paths import from_here, usual_snapshots
from stances.queries import choices, resolve
from stances.queries.choices import SAME, NewQuotation, Published, Similar, recorded_as, similar
from stances.queries.completion import candidates
from stances.queries.faults import refuse_faulty
from stances.roles import NO_FACTION
from stances.views.problems.plain_text import shown_path
from stances.views.values import in_marks
from stances.views.wording import in_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from stances.cli.form import Desk
    from stances.dates.patterns import Style
    from stances.editing.add.records import Flat
    from stances.evidence.lookup import LookupResult
    from stances.evidence.verdicts import Verdict
    from stances.queries.choices import Recorded, Word


_WHY = {
    SAME: "already has these words from this source",
    1: "has words like these",
    2: "takes this position, perhaps on the same day",
}


def ask_statement(desk: Desk, official: str | None, given: Flat) -> list[Addition]:
    """A statement with its evidence, or evidence for one that is there; with what they need."""
    form = Form(desk, "statement", given)
    to, new_officials = _official(desk, official)
    if not new_officials:
        main = f"officials/{to}.yaml"
        refuse_faulty(desk.index, desk.folder, choices.newest_file(desk.index, to) or main)
    own = choices.own_texts(desk.index, to)
    source, new_sources = _evidence(form, own)
    issue = _issue(form)
    quotation = NewQuotation(to, form.values["text"], form.values["source"], issue)
    if ref := recorded_as(desk.index, quotation):  # before anybody codes the same words twice
        tell(f"{ref} already has these words from this source; press Ctrl-C to quit", head="  ")
    usual = (desk.usual and desk.usual.said) or _usual_date(source, is_own=source.id in own)
    form.fill("said", "Said on", usual, how=_date(source, usual, desk.style))
    position = _position(form, issue)
    if not new_officials:
        said = parse_date(str(form.values["said"]), timed=True)
        quotation = quotation._replace(position=position.id, said=said)
        statements = similar(desk.index, quotation)
        if statements and (ref := _same(statements)):
            return [*new_sources, _further_evidence(form, ref, _usual_date(source))]
    if position.requires or position.allows:
        _conditions(form, least=1 if position.requires else 0)
    frames = options_of(choices.words(desk.index, "frame"))
    if frames and not form.values.get("frames"):
        label = "Frames, with commas between them"
        form.fill("frames", label, empty="none", how=some_options(frames))
    _further_fields(form)
    data = records.statement(form.values)
    if not desk.is_brief:
        data = _with_id(form, to, choices.statement_ids(desk.index, to))
    return [*new_officials, *new_sources, Addition("statement", to, data)]


def _conditions(form: Form, least: int) -> None:
    if not form.values.get("conditions"):
        read, hint = partial(read_field, "statement", "conditions"), Hint(form.about("conditions"))
        end = "no more" if least else "none, or no more"
        if conditions := ask_several("Condition", read, least, end=end, hint=hint):
            form.values["conditions"] = conditions


def _issue(form: Form) -> str:
    desk = form.desk
    usual = choices.default_issue(desk.index)
    issues = options_of(choices.words(desk.index, "issue"))
    if "issue" not in form.values and usual and len(issues) == 1:
        return usual
    proposed = (desk.usual and desk.usual.issue) or usual or ""
    how = one_option(issues, often=not desk.usual)
    issue = str(form.fill("issue", "Issue", proposed, how=how))
    if desk.usual and issue != proposed:
        desk.listed.discard("position")  # this issue has others
    if issue == usual:
        del form.values["issue"]
    return issue


_DATES = (
    "2014-06-18: that day. 2014-06: some day in June. 2014-06-12/2014-06-18: some day from "
    "the 12th to the 18th. ../2014-06-21: an unknown day, the 21st at the latest. After a "
    "date, ~ means about, ? uncertain, % both. Also accepted: 18 June 2014, 12-18 June 2014, "
    "by 21 June 2014."
)


def _usual_date(source: Published, *, is_own: bool = False) -> str:
    """The day of what is the official's own; of all else, that it was not said after that."""
    if "/" in source.published:
        return ""
    return source.published if is_own else f"../{source.published}"


def _date(source: Published, usual: str, style: Style) -> How:
    """The answer is a date that is not after the publication of the source."""

    def read(text: str) -> str:
        said = parse_date(read_field("statement", "said", text, style), timed=True)
        published = parse_date(source.published, timed=True)
        if said.first and published.last and said.first > published.last:
            raise InvalidValue(f"{source.id} was published before that, on {published}")
        return str(said)

    return How(read, Hint(_DATES, shown={usual: f"{usual}, {in_words(usual)}"}))


def _position(form: Form, issue: str) -> Word:
    words = choices.positions(form.desk.index, issue)
    how = one_option(options_of(words), often=not form.desk.usual)
    form.fill("position", "Position", how=how)
    return next(word for word in words if word.id == form.values["position"])


def _same(statements: Sequence[Similar]) -> str:
    """The recorded statement to which the new one belongs; empty for none of these."""
    tell("Already recorded:")
    for number, each in enumerate(statements, 1):
        tell(f"{number}  {each.ref} {_WHY[each.why]}", head="  ")
        text = in_marks(shortened(each.text), each.form)
        summary = f"{each.said}, {each.position}, {each.source}: {text}"
        tell(summary, head="     ")

    def read(text: str) -> str:
        if text == "new":
            return ""
        chosen = one_of([Option(each.ref) for each in statements])(text)
        if any(each.ref == chosen and each.why == SAME for each in statements):
            message = (
                f"`{chosen}` already has these words; `<` goes back, `new` records them as "
                "another statement"
            )
            raise InvalidValue(message)
        return chosen

    hint = Hint(
        "Words said on one occasion are one statement, even if several sources report them."
    )
    return demand("Number of the statement that this source also reports", read, "new", hint)


def _further_evidence(form: Form, ref: str, usual: str) -> Addition:
    """Evidence for a recorded statement, from the answers about a new statement.

    The `usual` date says no more than that of the source.
    """
    recorded = choices.recorded(form.desk.index, ref)
    values = as_second(form.values, recorded)
    if values.get("said") == usual:
        del values["said"]
    elif "said" not in values and form.values["said"] != usual:
        tell(f"the statement already has the date {recorded.said}", head="  ")
    return _matched(Form(form.desk, "evidence", values), recorded)


def _matched(form: Form, recorded: Recorded) -> Addition:
    """The evidence, after the prompts for its match, other fields, and what it contradicts."""
    form.fill("match", "Match", "certain", how=one_option(_MATCHES))
    if form.values["match"] == "probable":
        form.fill("note", "Note: why you think it is the same occasion")
    _further_fields(form)
    evidence = Addition("evidence", recorded.ref, records.evidence(form.values))
    if "said" in form.values:
        evidence = _with_date(form, recorded, evidence)
    if "position" in form.values:
        evidence = _disputed(evidence, "position", str(form.values["position"]), recorded.position)
    return evidence


def _with_date(form: Form, recorded: Recorded, evidence: Addition) -> Addition:
    """The evidence with a date of its own; narrow that of the statement, or dispute it."""
    said, own = (parse_date(str(text), timed=True) for text in (form.values["said"], recorded.said))
    if not said.may_overlap(own):
        return _disputed(evidence, "date", str(said), recorded.said)
    narrower = str(said.common(own)) if said.adds_to(own) else ""
    if not narrower or recorded.repeated:
        return evidence
    before, after = choices.ordered_by(form.desk.index, recorded.ref, recorded.said, narrower)
    tell(f"{evidence.data['source']} says {said}; the statement has {own}", head="  ")
    for listed, where in ((before, "after"), (after, "before")):
        if listed:
            tell(f"on {narrower}, it was certainly said {where} {', '.join(listed)}", head="  ")
    wanted = confirm(f"Narrow the date of the statement to {narrower}?")
    return evidence._replace(narrowed_to=narrower) if wanted else evidence


def _disputed(evidence: Addition, about_: str, own: str, recorded: str) -> Addition:
    """The evidence with a dispute about something in which it contradicts the statement."""
    source = evidence.data["source"]
    if own == recorded:
        return evidence
    tell(f"Only {source} has the {about_} {own}; it is recorded with this evidence", head="  ")
    if evidence.dispute or not confirm(f"Add a dispute about the {about_}?", default=True):
        return evidence
    note = f"{source} has {own}, the statement {recorded}."
    note = demand("Note on it", partial(read_field, "statement", "note"), note, Hint(_NOTE))
    return evidence._replace(dispute={"about": about_, "note": note})


_NOTE = "Say on what the sources differ. Say later in `resolution` which one you follow, and why."


def _with_id(form: Form, official: str, taken: set[str]) -> dict[str, Any]:
    """The statement, with the proposed id or another."""
    data = records.statement(form.values)

    def read(text: str) -> str:
        if slug(text) in taken:
            raise InvalidValue(f"`{text.strip()}` is a statement of {official} already")
        return slug(text)

    form.fill("id", "Id", statement_id(data, taken, official), how=How(read))
    return {"id": form.values["id"], **data}


_FORMS = (
    Option("quote", "", "the official's words, printed in quotation marks"),
    Option("document", "", "the official's own text, such as a tweet or a report"),
    Option(
        "partial-quote", "", "the source's words, with some of the official's in quotation marks"
    ),
    Option("paraphrase", "", "the source's own words, without a quotation"),
)
_MATCHES = (
    Option("certain", "", "this source certainly reports the same occasion"),
    Option("probable", "", "it probably does; a note must say why"),
)
_ASKED = {
    "statement": (
        "id said issue position conditions frames disputes status source form text"
    ).split(),
    "evidence": "source form text match".split(),
}
"""Fields that have prompts of their own, or need another field."""
_FURTHER = {
    "statement": (
        "venue summary note locator prefix suffix original original_lang lang derived_from role "
        "faction coder repeated match evidence_note"
    ).split(),
    "evidence": (
        "note locator prefix suffix original original_lang lang derived_from speaker said position"
    ).split(),
}
"""The order of the fields that can be added at the end; all others follow."""


def ask_evidence(desk: Desk, ref: str, given: Flat) -> list[Addition]:
    """Evidence for a recorded statement, and its source if that is new."""
    refuse_faulty(desk.index, desk.folder, choices.file_of(desk.index, ref))
    recorded = choices.recorded(desk.index, ref)
    tell(f"{ref}, {recorded.said}, {recorded.position}:")
    tell(in_marks(shortened(recorded.quote), recorded.form), head="  ")
    form = Form(desk, "evidence", given)
    _, new_sources = _evidence(form, choices.own_texts(desk.index, ref.partition("/")[0]))
    return [*new_sources, _matched(form, recorded)]


def _evidence(form: Form, own: set[str]) -> tuple[Published, list[Addition]]:
    """Ask for source, words and form; looking the words up shows which form is likely.

    That of words from sources that are the official's `own` is `document`.
    """
    if form.desk.is_brief:  # the words are from the copy
        ids = {each.id: each for each in choices.sources(form.desk.index)}
        return ids[str(form.values["source"])], []
    source, new_sources = _source(form.desk, form.values.get("source"), own)
    form.values["source"] = source.id
    passage, result = _words(form, source)
    likely = "document" if source.id in own else result.usual_form
    usual = (form.desk.usual and form.desk.usual.form) or likely
    form.fill("form", "Form", usual, how=one_option(_FORMS))
    if form.values["form"] == "quote" and passage.bare != passage.text:
        form.values["text"] = passage.bare
        tell("The outer quotation marks were removed.", head="  ")
    return source, new_sources


def _words(form: Form, source: Published) -> tuple[Passage, LookupResult]:
    """Ask for the words until the stored copy has them, or they are to be kept without it."""
    hint = Hint(f"{form.about('text')}\n{_PASTING}", is_passage=True)
    given: str | None = form.values.get("text")
    while True:
        if given is None:
            proposed = form.desk.usual.text if form.desk.usual else ""
            passage = demand("Words, copied from the source", read_passage, proposed, hint)
            if passage.lines > 1:
                tell(f"{passage.size}, taken as one text", head="  ")
        else:
            passage = read_option(read_passage, given, "text")
        form.values["text"] = passage.text
        result = look_up(form.desk.snapshots, source.id, source.sha256, passage.bare)
        for message in result.told():
            tell(message, head="  ")
        if result.verdict.result == "ambiguous" and "locator" not in form.values:
            return passage, _on_a_line(form, source, passage.bare, result.verdict)
        if result.verdict.result != "not-found" or confirm("Keep these words?"):
            return passage, result
        given = None


_PASTING = (
    "You can paste several paragraphs at once. To type several lines, begin with a line that "
    "is only `.`. End with an empty line and another `.`."
)


def _on_a_line(form: Form, source: Published, text: str, verdict: Verdict) -> LookupResult:
    """Ask for the line of words that the stored copy has in several places."""

    def read(answer: str) -> LookupResult:
        if not answer.isdecimal() or not 0 < int(answer) < 10**9:
            raise InvalidValue("write the number of the line")
        number = int(answer)
        result = look_up(form.desk.snapshots, source.id, source.sha256, text, number)
        spot = result.verdict.spot
        if result.verdict.result != "found" or spot is None or spot.line != number:
            raise InvalidValue(f"the words do not begin on line {number}, or occur there twice")
        return result

    first = str(verdict.spot.line) if verdict.spot else ""
    result = demand("On which line", read, first)
    if result.verdict.spot:
        form.values["locator"] = f"line {result.verdict.spot.line}"
    return result


def _further_fields(form: Form) -> None:
    """Ask for other fields, as `key: value`, until an empty line."""
    if form.desk.is_brief:
        return
    fields = dict.fromkeys([*_FURTHER[form.kind], *ADDED[form.kind]])
    keys = [key for key in fields if key not in {*_ASKED[form.kind], *form.values}]
    explanations = "\n".join(f"{key}: {form.about(key)}" for key in keys)

    def complete(begun: str) -> list[str]:
        return [f"{key}: " for key in keys if key.startswith(begun)]

    def read(text: str) -> tuple[str, Any]:
        key, colon, value = text.partition(":")
        name = key.strip().replace("-", "_")
        if not colon or name not in keys:
            raise InvalidValue(f"write one of these, a colon, and its value: {', '.join(keys)}")
        field = read_field(form.kind, name, value, form.desk.style)
        return name, [field] if name in LISTS else field

    label = "Anything else, such as venue: Oslo"
    if form.kind == "evidence":
        label = "Anything else, such as note: …"
    while answer := ask(label, read, hint=Hint(explanations, complete), empty="no"):
        form.values[answer[0]] = answer[1]


def _official(desk: Desk, name: str | None) -> tuple[str, list[Addition]]:
    """The id of an official by any name; and the official, if it is a new one."""
    explanation = "Who said it: an id, a name, an alias or a surname."
    hint = Hint(explanation, known_ids(desk.index, "official"))
    usual = desk.usual.official if desk.usual else ""
    while True:
        name = name or demand("Official", line, usual, hint)
        try:
            id_ = resolve.official(desk.index, name)
        except AmbiguousName as error:
            tell(f"{error}; {error.hint}")
        except UnknownName as error:
            tell(f"{error}; {error.hint}" if error.hint else str(error))
            is_expected = name == usual and not error.hint.startswith("did you mean")
            if confirm(f"Add {name} as a new official?", default=is_expected):
                official = new_official(desk, {"name": name}, is_typed=True)
                return official.to, [official]
        else:
            recorded = choices.official(desk.index, id_)
            plural = "" if recorded.statements == 1 else "s"
            tell(f"{recorded.name} ({id_}), {recorded.statements} statement{plural}", head="  ")
            return id_, []
        name = None


def known_ids(index: sqlite3.Connection, kind: str) -> Callable[[str], list[str]]:
    """Completes the ids that the corpus has of a kind."""
    return lambda begun: [each.id for each in candidates(index, kind, begun)]


def new_official(desk: Desk, given: Flat, *, is_typed: bool = False) -> Addition:
    """A new official. With `is_typed`, the name was just typed, and may be corrected."""
    form = Form(desk, "official", given)
    if is_typed:
        form.fill("name", "Full name", form.values.pop("name"))
    else:
        form.fill("name", "Name")
    taken = taken_ids(desk.index, "official")
    id_ = _id(form, official_id(form.values, taken), taken)
    form.fill("role", "Office, such as Minister of Trade", empty="none")
    factions = options_of(choices.words(desk.index, "faction"))
    if form.values.get("role") and factions:
        none = Option(NO_FACTION, "", "speaks for no faction")
        form.fill("faction", "Faction", empty="none", how=one_option([*factions, none]))
    return Addition("official", id_, records.official(form.values))


def _source(desk: Desk, given: str | None, own: set[str]) -> tuple[Published, list[Addition]]:
    """A source by its number in the list or its id; and its record, if it is a new one.

    Those that are the official's `own` are listed first.
    """
    sources = sorted(choices.sources(desk.index), key=lambda each: each.id not in own)
    listed = [Option(each.id, each.published, each.title) for each in sources[:5]]
    if given is None and listed:
        order = "the official's own first" if own else "the last published first"
        tell(f"The sources, {order}:" if sources[5:] else "The sources:")
        show(listed)
    completed = ids_of([*(Option(each.id) for each in sources), Option("new")])
    hint = Hint("The source that has the words: a number, an id, or `new`.", completed)
    read = partial(_source_id, desk, listed)
    label = "Source (or new)" if listed else "Source (new)"
    default = listed[0].id if listed else "new"
    id_ = ""
    if given is not None:
        try:
            id_ = read(given)
        except InvalidValue as error:
            tell(f"Error: {error}")
    while True:
        id_ = id_ or demand(label, read, default, hint)
        for source in sources:
            if source.id == id_:
                tell(f"{source.title}, {source.published}", head="  ")
                return source, []
        if id_ == "new" or confirm(f"There is no source {id_}. Add it as a new one?"):
            added = new_source(desk, {} if id_ == "new" else {"id": id_})
            texts = {key: str(added.data[key]) for key in Published._fields if key in added.data}
            return Published(id=added.to, **texts), [added]
        id_ = ""


def _source_id(desk: Desk, listed: Sequence[Option], text: str) -> str:
    """The id of a recorded source, or one for a new source."""
    text = text.strip()
    if text.isdecimal() and 0 < int(text) <= len(listed):
        return listed[int(text) - 1].id
    try:
        return resolve.word(desk.index, "source", text)
    except UnknownName as error:
        if listed and text.isdecimal():
            message = f"`{text}` is not in the list; type 1 to {len(listed)}, an id, or `new`"
            raise InvalidValue(message) from error
        if error.hint.startswith("did you mean") and text != "new":
            raise InvalidValue(f"{error}; {error.hint} `new` adds another") from error
        return slug(text)


def new_source(desk: Desk, given: Flat) -> Addition:
    """A new source, with the checksum of its stored copy if there is one."""
    form = Form(desk, "source", given)
    form.fill("title", "Title")
    form.fill("publisher", "Publisher", empty="none")
    form.fill("published", "Published on")
    form.fill("url", "Address, https://…", empty="none")
    langs = [each.lang for each in choices.sources(desk.index)]
    form.fill("lang", "Language", max(sorted(set(langs)), key=langs.count, default="en"))
    taken = taken_ids(desk.index, "source")
    id_ = _id(form, source_id(form.values, taken), taken)
    return with_checksum(desk, Addition("source", id_, records.source(form.values)))


def copy_path(desk: Desk, source: str) -> str:
    """Where the copy of a source is looked for, from here and without its ending."""
    folder = desk.snapshots.folder or usual_snapshots(desk.folder)
    return shown_path(Path(from_here(folder)), source)


def with_checksum(desk: Desk, source: Addition) -> Addition:
    """A new source with the checksum of its stored copy, if there is one and none is given."""
    stored = checksum(desk.snapshots, source.to)
    if "sha256" in source.data:
        return source
    if stored is None:
        names = f"{copy_path(desk, source.to)}.txt, .html or .pdf"
        tell(f"there is no stored copy; `verify` looks for one in {names}", head="  ")
        return source
    name, sha256 = stored
    tell(f"the stored copy is {name}; its sha256 is recorded", head="  ")
    return source._replace(data={**source.data, "sha256": sha256})


def _id(form: Form, proposed: str, taken: set[str]) -> str:
    """Ask for the id of a new file, which no other record has."""

    def read(text: str) -> str:
        if slug(one_line(text)) in taken:
            raise InvalidValue(f"`{text}` is taken")
        if not names_a_file(slug(text)):
            raise InvalidValue("it is too long for the name of a file")
        return slug(one_line(text))

    return str(form.fill("id", "Id", proposed, how=How(read)))
