"""What is asked of an official or a source, known or new, on a terminal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from stances.adding import additions
from stances.adding.additions import Addition
from stances.adding.fields import one_line
from stances.adding.ids import names_a_file, official_id, source_id, taken_ids
from stances.adding.words import checksum
from stances.cli.asking import Hint, Option, confirm, demand, show, tell
from stances.cli.forms import Desk, Form, How, options_of
from stances.editing.beginning.answers import UnfitAnswerError, line, slug
from stances.errors import AmbiguousName, UnknownName
from stances.queries import choices, resolve
from stances.queries.candidates import candidates
from stances.queries.choices import Published

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.adding.additions import Flat

_LISTED = 5
"""So many sources are shown; all can be named."""


def an_official(desk: Desk, given: str | None) -> tuple[str, list[Addition]]:
    """An official by any name; a new one, if that is what somebody means."""
    while True:
        name = given or demand("Official", line, hint=_names(desk))
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


def _names(desk: Desk) -> Hint:
    def complete(begun: str) -> list[str]:
        return [each.id for each in candidates(desk.index, "official", begun)]

    return Hint("Whoever said it: an id, a name, an alias or a surname.", complete)


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
    return Addition("official", id_, additions.official(form.values))


def a_source(desk: Desk, given: str | None) -> tuple[Published, list[Addition]]:
    """A source by its number in the list or its id; a new one, if that is what somebody means."""
    known = choices.sources(desk.index)
    listed = [Option(each.id, each.published, each.title) for each in known[:_LISTED]]
    if given is None and listed:
        tell("The sources, the last published first:" if known[_LISTED:] else "The sources:")
        show(listed)
    while True:
        read = partial(_source_or_new, desk, listed)
        hint = Hint("What has the words: a number, an id, or `new`.", partial(_begun, known))
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
    except UnfitAnswerError as error:
        tell(f"Error: {error}")
        return None


def _begun(known: Sequence[Published], begun: str) -> list[str]:
    return [each for each in [*(own.id for own in known), "new"] if each.startswith(begun)]


def _source_or_new(desk: Desk, listed: Sequence[Option], text: str) -> str:
    """An id that is known, or one that a new source can have."""
    text = text.strip()
    if text.isdecimal() and 0 < int(text) <= len(listed):
        return listed[int(text) - 1].id
    try:
        return resolve.word(desk.index, "source", text)
    except UnknownName as error:
        if error.hint.startswith("did you mean") and text != "new":
            raise UnfitAnswerError(f"{error}; {error.hint} `new` adds another") from error
        return slug(text)


def new_source(desk: Desk, given: Flat) -> Addition:
    """A new source, with the checksum of its stored copy if there is one."""
    form = Form(desk, "source", given)
    form.fill("title", "Title")
    form.fill("publisher", "Publisher (Enter: none)", optional=True)
    form.fill("published", "Published on")
    form.fill("url", "Address, https://… (Enter: none)", optional=True)
    form.fill("lang", "Language", _usual_lang(desk))
    taken = taken_ids(desk.index, "source")
    id_ = _id(form, source_id(form.values, taken), taken)
    return with_checksum(desk, Addition("source", id_, additions.source(form.values)))


def with_checksum(desk: Desk, made: Addition) -> Addition:
    """A new source with the sum of its stored copy, where there is one and none is given."""
    found = checksum(desk.snapshots, made.to)
    if found is None or "sha256" in made.data:
        return made
    name, sha256 = found
    tell(f"the stored copy is {name}; its sha256 is recorded", indent="  ")
    return made._replace(data={**made.data, "sha256": sha256})


def _usual_lang(desk: Desk) -> str:
    """The language that most sources have."""
    langs = [each.lang for each in choices.sources(desk.index)]
    return max(sorted(set(langs)), key=langs.count, default="en")


def _published(made: Addition) -> Published:
    fields = ("title", "published", "lang")
    title, published, lang = (str(made.data[key]) for key in fields)
    sha256 = made.data.get("sha256")
    return Published(made.to, title, published, lang, None if sha256 is None else str(sha256))


def _id(form: Form, proposed: str, taken: set[str]) -> str:
    """The id of a new file, which no other has."""

    def read(text: str) -> str:
        if slug(one_line(text)) in taken:
            raise UnfitAnswerError(f"`{text}` is taken")
        if not names_a_file(slug(text)):
            raise UnfitAnswerError("it is too long for the name of a file")
        return slug(one_line(text))

    return str(form.fill("id", "Id", proposed, how=How(read)))
