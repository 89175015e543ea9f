"""What is asked of a new statement, in the order of the work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from stances.adding import additions
from stances.adding.additions import Addition
from stances.adding.candidate import recorded_ids
from stances.adding.fields import read_field
from stances.adding.ids import statement_id
from stances.adding.seconds import as_second
from stances.cli.asking import (
    Hint,
    Option,
    ask,
    demand,
    ids_of,
    one_of,
    show,
    some_of,
    tell,
)
from stances.cli.citing import evidence, further, match, shortened
from stances.cli.forms import Desk, Form, How, options_of
from stances.cli.questions import an_official
from stances.dates import parse_date
from stances.editing.beginning.answers import UnfitAnswerError, slug
from stances.queries import choices
from stances.queries.faults import refuse_faulty
from stances.queries.similar import SAME, Saying, Similar, recorded_as, similar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.adding.additions import Flat
    from stances.queries.choices import Published, Word

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
    form.fill("said", "Said on", _usual_date(source), how=How(partial(_said, source)))
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
        what = f"{each.said}, {each.position}, {each.source}: “{shortened(each.text)}”"
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


def _second(form: Form, ref: str) -> Addition:
    """What was meant for a statement as evidence for another."""
    own = as_second(form.values, choices.recorded(form.desk.index, ref))
    for key in ("said", "position"):
        if key in own:
            tell(f"this source alone has the {key} {own[key]}; that stands with it", indent="  ")
    second = Form(form.desk, "evidence", own)
    match(second)
    further(second)
    return Addition("evidence", ref, additions.evidence(second.values))


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
