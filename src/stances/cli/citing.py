"""What is asked of the evidence of a statement: the source, its words, how near they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.adding import additions
from stances.adding.additions import Addition
from stances.adding.fields import LISTS, read_field
from stances.adding.words import look_for
from stances.brief import brief
from stances.cli.asking import Hint, Option, ask, confirm, demand, show, tell
from stances.cli.forms import Desk, Form, How
from stances.cli.questions import a_source
from stances.editing.beginning.answers import UnfitAnswerError
from stances.queries import choices
from stances.queries.faults import refuse_faulty

if TYPE_CHECKING:
    from stances.adding.additions import AddedKind, Flat
    from stances.adding.words import Sought
    from stances.evidence.verdicts import Verdict
    from stances.queries.choices import Published

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
_FURTHER = "venue summary note locator prefix suffix original original_lang lang derived_from"
_FURTHER_OF = {
    "statement": f"{_FURTHER} role faction coder repeated match evidence_note".split(),
    "evidence": f"{_FURTHER} speaker said position".split()[2:],
}
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
    return [*new, Addition("evidence", ref, additions.evidence(form.values))]


def evidence(form: Form) -> tuple[Published, list[Addition]]:
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


def match(form: Form) -> None:
    """Whether it is the same occasion; where that is a judgement, why."""
    if "match" not in form.values:
        show(_MATCHES)
    form.fill("match", "Match", "certain", how=How.one(_MATCHES))
    if form.values["match"] == "probable":
        form.fill("note", "Note: why it is taken for the same occasion")


def further(form: Form) -> None:
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


def shortened(text: str) -> str:
    """A recorded text, as far as is needed to know it again."""
    return brief(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
