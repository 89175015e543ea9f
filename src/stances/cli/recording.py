"""What is asked of a new statement, or of new evidence for one, in the order of the work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from stances.adding import additions
from stances.adding.additions import Addition
from stances.adding.candidate import recorded_ids, refuse_faulty
from stances.adding.fields import LISTS, read_field
from stances.adding.ids import statement_id
from stances.adding.seconds import as_second
from stances.adding.words import look_for
from stances.brief import brief
from stances.cli.asking import (
    Hint,
    Option,
    ask,
    confirm,
    demand,
    ids_of,
    one_of,
    show,
    some_of,
    tell,
)
from stances.cli.questions import Desk, Form, How, a_source, an_official, options_of
from stances.dates import parse_date
from stances.editing.beginning.answers import UnfitAnswerError, slug
from stances.queries import choices
from stances.queries.similar import SAME, Saying, Similar, recorded_as, similar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.adding.additions import AddedKind, Flat
    from stances.adding.words import Sought
    from stances.evidence.verdicts import Verdict
    from stances.queries.choices import Published, Word

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
_WHY = {
    SAME: "has these very words from this source already",
    1: "has words like these",
    2: "takes this position, perhaps on the same day",
}
_FURTHER = "venue summary note locator prefix suffix original original_lang lang derived_from"
_FURTHER_OF = {
    "statement": f"{_FURTHER} role faction coder repeated match evidence_note".split(),
    "evidence": f"{_FURTHER} speaker said position".split()[2:],
}
_SHOWN = 100
"""So many characters of a recorded text are shown, to be known again by."""


def ask_statement(desk: Desk, official: str | None, given: Flat) -> list[Addition]:
    """A statement with its evidence, or evidence for one that is there; with what they need."""
    form = Form(desk, "statement", given)
    to, made = an_official(desk, official)
    if not made:
        refuse_faulty(desk.index, desk.folder, f"officials/{to}.yaml")
    source, new = _evidence(form)
    made += new
    issue = _issue(form)
    _say_if_recorded(form, to, issue)
    form.fill("said", "Said on", _usual_date(source), how=How(partial(_said, source)))
    position = _position(form, issue)
    known = [] if made and made[0].kind == "official" else _similar(form, to, issue)
    if known and (ref := _same(known)):
        return [*new, _second(form, ref)]
    if position.requires == "conditions":
        _conditions(form)
    _frames(form)
    _further(form)
    return [*made, Addition("statement", to, _with_id(form, to, made))]


def ask_evidence(desk: Desk, ref: str, given: Flat) -> list[Addition]:
    """A further piece of evidence for a statement that is there."""
    refuse_faulty(desk.index, desk.folder, f"officials/{ref.partition('/')[0]}.yaml")
    recorded = choices.recorded(desk.index, ref)
    tell(f"{ref}, {recorded.said}, {recorded.position}:")
    tell(f"“{_shortened(recorded.quote)}”", indent="  ")
    form = Form(desk, "evidence", given)
    _, new = _evidence(form)
    _match(form)
    _further(form)
    return [*new, Addition("evidence", ref, additions.evidence(form.values))]


def _evidence(form: Form) -> tuple[Published, list[Addition]]:
    """Source, words and form: the words are looked for at once, and say what form is likely."""
    source, made = a_source(form.desk, form.values.get("source"))
    form.values["source"] = source.id
    sought = _words(form, source)
    if "form" not in form.values:
        show(_FORMS)
    form.fill("form", "Form", sought.usual_form, how=How.one(_FORMS))
    return source, made


def _words(form: Form, source: Published) -> Sought:
    """The words; those that the copy lacks only if somebody wants them all the same."""
    while True:
        text = str(form.fill("text", "Words, pasted from the source"))
        sought = look_for(form.desk.snapshots, source.id, source.sha256, text)
        for line in sought.told():
            tell(line, indent="  ")
        if sought.verdict.result == "ambiguous" and "locator" not in form.values:
            return _on_a_line(form, source, sought.verdict)
        if sought.verdict.result != "not-found" or confirm("Keep these words?"):
            return sought
        del form.values["text"]


def _on_a_line(form: Form, source: Published, found: Verdict) -> Sought:
    """Words that stand in several places: in which of them."""
    text = str(form.values["text"])

    def read(answer: str) -> Sought:
        if not answer.isdecimal() or not 0 < int(answer) < 10**9:
            raise UnfitAnswerError("write the number of the line")
        number = int(answer)
        sought = look_for(form.desk.snapshots, source.id, source.sha256, text, number)
        spot = sought.verdict.spot
        if sought.verdict.result != "found" or spot is None or spot.line != number:
            raise UnfitAnswerError(f"the words do not begin on line {number}, or stand there twice")
        return sought

    first = str(found.spot.line) if found.spot else ""
    sought = demand("On which line", read, first)
    if sought.verdict.spot:
        form.values["locator"] = f"line {sought.verdict.spot.line}"
    return sought


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
    if ref := recorded_as(form.desk.index, Saying(official, text, source, issue)):
        tell(f"{ref} has these words from this source already; Ctrl-C leaves", indent="  ")


def _said(source: Published, text: str) -> str:
    """A date on which something can have been said that a source reports."""
    said = parse_date(read_field("statement", "said", text))
    published = parse_date(source.published)
    if said.first and published.last and said.first > published.last:
        raise UnfitAnswerError(f"{source.id} was published before that, on {published}")
    return str(said)


def _usual_date(source: Published) -> str:
    """That of which only is known that it was not later than the publication."""
    return "" if "/" in source.published else f"../{source.published}"


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
    saying = Saying(official, values["text"], values["source"], issue, values["position"], said)
    return similar(form.desk.index, saying)


def _same(known: Sequence[Similar]) -> str:
    """The statement that the new one is, if it is one of these; else empty."""
    tell("Recorded already:")
    for number, each in enumerate(known, 1):
        tell(f"{number}  {each.ref} {_WHY[each.why]}", indent="  ")
        what = f"{each.said}, {each.position}, {each.source}: “{_shortened(each.text)}”"
        tell(what, indent="     ")

    def read(text: str) -> str:
        if text == "new":
            return ""
        chosen = one_of([Option(each.ref) for each in known])(text)
        if any(each.ref == chosen and each.why == SAME for each in known):
            message = f"`{chosen}` has these words already; Ctrl-C leaves, `new` records them anew"
            raise UnfitAnswerError(message)
        return chosen

    hint = Hint("What was said on one occasion is one statement, whoever reports it.")
    return demand("Number of the one that this is a further source of", read, "new", hint)


def _shortened(text: str) -> str:
    return brief(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def _second(form: Form, ref: str) -> Addition:
    """What was meant for a statement as evidence for another."""
    own = as_second(form.values, choices.recorded(form.desk.index, ref))
    for key in ("said", "position"):
        if key in own:
            tell(f"this source alone has the {key} {own[key]}; that stands with it", indent="  ")
    evidence = Form(form.desk, "evidence", own)
    _match(evidence)
    _further(evidence)
    return Addition("evidence", ref, additions.evidence(evidence.values))


def _match(form: Form) -> None:
    """Whether it is the same occasion; where that is a judgement, why."""
    if "match" not in form.values:
        show(_MATCHES)
    form.fill("match", "Match", "certain", how=How.one(_MATCHES))
    if form.values["match"] == "probable":
        form.fill("note", "Note: why it is taken for the same occasion")


def _conditions(form: Form) -> None:
    """At least one, and more until an empty line."""
    if form.values.get("conditions"):
        return
    found: list[str] = []
    read = partial(read_field, "statement", "conditions")
    while True:
        label = f"Condition {len(found) + 1}{' (Enter: no more)' if found else ''}"
        answer = ask(label, read, optional=bool(found), hint=Hint(form.about("conditions")))
        if answer is None:
            break
        found.append(answer)
    form.values["conditions"] = found


def _frames(form: Form) -> None:
    known = options_of(choices.words(form.desk.index, "frame"))
    if form.values.get("frames") or not known:
        return
    show(known)
    label = "Frames, with commas between them (Enter: none)"
    form.fill("frames", label, optional=True, how=How(some_of(known), ids_of(known)))


def _further(form: Form) -> None:
    """Whatever else somebody wants to say, key by key, until an empty line."""
    keys = [key for key in _FURTHER_OF[form.kind] if key not in form.values]
    known = "\n".join(f"{key}: {form.about(key)}" for key in keys)

    def complete(begun: str) -> list[str]:
        return [f"{key}: " for key in keys if key.startswith(begun)]

    def read(text: str) -> tuple[str, Any]:
        key, colon, value = text.partition(":")
        name = key.strip().replace("-", "_")
        if not colon or name not in keys:
            raise UnfitAnswerError(f"write one of these, a colon, and its value: {', '.join(keys)}")
        return name, _value(form.kind, name, value)

    label = "Anything else, such as venue: Oslo (Enter: no)"
    if form.kind == "evidence":
        label = "Anything else, such as note: … (Enter: no)"
    while answer := ask(label, read, hint=Hint(known, complete), optional=True):
        form.values[answer[0]] = answer[1]


def _value(kind: AddedKind, name: str, text: str) -> Any:  # noqa: ANN401 - text, or a list of it
    value = read_field(kind, name, text)
    return [value] if name in LISTS else value


def _with_id(form: Form, official: str, made: Sequence[Addition]) -> dict[str, Any]:
    """The statement, with the id proposed or another."""
    is_new = any(each.kind == "official" for each in made)
    taken = set() if is_new else recorded_ids(form.desk.folder, official)
    data = additions.statement(form.values)

    def read(text: str) -> str:
        if slug(text) in taken:
            raise UnfitAnswerError(f"`{text.strip()}` is a statement of {official} already")
        return slug(text)

    form.fill("id", "Id", statement_id(data, taken), how=How(read))
    return {"id": form.values["id"], **data}
