"""What each key of a record means, in one sentence.

Kept apart from the models, which every reading of a corpus imports.
"""

TITLES = {
    "corpus": "corpus.yaml: what a corpus is, and who codes it",
    "codebook": "codebook.yaml: the words that the records of a corpus may use",
    "source": "sources/ID.yaml: something published that evidence is taken from",
    "official": "officials/ID.yaml: a person or an institution, with what it said",
    "part": "officials/ID/ANY.yaml: more statements of an official",
}

DESCRIPTIONS = {
    "Meta": {
        "title": "What the corpus is called.",
        "description": "What it is, for somebody who has just found it.",
        "scope": "What is recorded, and what is not.",
        "schema_version": "The version of this format: `1`.",
        "coder": "Who coded what does not say otherwise.",
        "default_issue": "The issue of statements that name none.",
        "assertions": "How many records there should be, so that none is lost or doubled unseen.",
    },
    "Assertions": {
        "officials": "How many officials there should be.",
        "statements": "How many statements there should be, those with problems included.",
        "sources": "How many sources there should be.",
    },
    "Bounds": {
        "minimum": "Fewer is an error.",
        "maximum": "More is a warning.",
    },
    "Codebook": {
        "issues": "The questions that statements answer, each with its whole scale.",
        "factions": "The blocs that officials speak for.",
        "frames": "The arguments that statements make.",
    },
    "Issue": {
        "id": "What statements write as `issue`.",
        "question": "The question that statements answer.",
        "positions": "The whole scale, in its order.",
    },
    "Position": {
        "id": "What statements write as `position`.",
        "label": "What answers call it.",
        "definition": "When a statement takes this position, and when it does not.",
        "score": "Absent: the position stands on no scale and enters no mean.",
        "requires": "Statements with this position name their conditions.",
        "allows": "Statements with this position may name conditions: no, unless.",
        "open": "The words bear on the question and leave it open; such a position has no score.",
        "tension_with": "Positions that are not opposite, and yet make a reader ask.",
    },
    "Term": {
        "id": "What records write. `none` is no faction's id: it says that there is none.",
        "label": "What answers call it.",
        "definition": "What belongs to it, and what does not.",
    },
    "Source": {
        "title": "As it was published.",
        "publisher": "The newspaper, the agency, the office.",
        "authors": "In the order in which they are printed.",
        "published": "When it appeared; nothing that it reports was said on a later day.",
        "retrieved": "The day on which the stored copy was made.",
        "url": "Where it was published.",
        "archive_url": "Where an archive keeps it.",
        "lang": "`en`, `fa`, `zh-Hant`: the language of its words.",
        "kind": "In your own words: `news-article`, `interview`, …",
        "sha256": "Of the stored copy, which is not committed; `stances verify` checks it.",
        "version_of": "The source that this one is a later edition of.",
        "copy_of": "The source that this one reprints.",
        "note": "Whatever a reader should know of it.",
        "notices": "What has become of it since: corrected, retracted, updated, deleted.",
        "uncoded": "Passages that were read, and are no statement, or were skipped for later.",
        "assessments": "What its author claims of officials or factions in the author's own voice.",
    },
    "Assessment": {
        "about": "Officials or factions.",
        "text": "Verbatim.",
        "when": "What day it is about, if it says.",
        "accept": "Codes of warnings of `stances verify` that `note` answers.",
        "note": "Why it is taken so.",
    },
    "Notice": {
        "kind": "What has become of it.",
        "date": "When that was made known.",
        "note": "What was changed, and by whom.",
    },
    "Uncoded": {
        "text": "Verbatim; `first words […] last words` stands for all between.",
        "why": "Why it is no statement; required unless it is `skipped`.",
        "skipped": "`true`: read, and to be decided later; `stances coverage` counts it apart.",
        "prefix": "What stands before the words, where they stand twice.",
        "suffix": "What stands behind them, where they stand twice.",
        "locator": "For the reader; `line N` of the stored copy is where `stances verify` looks.",
        "accept": "Codes of warnings of `stances verify` that `why` answers.",
    },
    "Official": {
        "name": "As answers show it.",
        "native_name": "In the official's own language and script.",
        "kind": "`person` if absent; `unnamed` for somebody whom no source names.",
        "aliases": "Every spelling that a source uses. None may lead to two officials.",
        "roles": "Offices held; a statement is made in the first that can hold on the day.",
        "identifiers": "`wikidata: Q…`; each with a source of its own in `note`.",
        "note": "Whatever a reader should know of the official.",
        "statements": "What the official said; none for one who was silent.",
    },
    "Part": {
        "statements": "What the official said, besides what stands in its other files.",
    },
    "Role": {
        "title": "Required, but for institutions.",
        "faction": "The bloc that its holder speaks for.",
        "from": "The first day. Absent: unknown.",
        "until": "The last day. Absent: unknown.",
        "former": "Named for the reader; no statement is made in it.",
    },
    "Statement": {
        "id": "Unique within the official.",
        "said": "No more exactly than is known. Unknown: `../DATE` with the day of publication.",
        "repeated": "Said on several occasions within the interval.",
        "venue": "Where, or on what occasion.",
        "words_of": "The statement whose words these are; `said` and `evidence` are then its.",
        "same_occasion": "Statements of this official that were made in one breath with this one.",
        "issue": "The corpus's `default_issue` if absent.",
        "position": "The one that the words take, by the definitions of the codebook.",
        "conditions": "Always where the position requires them, and only where it allows them.",
        "frames": "The arguments that the words make.",
        "summary": "Your gloss.",
        "coder": "The corpus's if absent.",
        "reviewed_by": "Coders who have read it against its sources.",
        "status": "`attested` if absent; any other needs a dispute that says why.",
        "role": "The title of one of the official's roles; with a `faction` beside it, any.",
        "faction": "If it is not that of the role; `none` for no faction.",
        "spoken_by": "Who spoke for the official: an official's id, or a name.",
        "according_to": (
            "Who says that it was said, nearest the source first, where no source heard it: "
            "officials' ids, or names."
        ),
        "evidence": "The words of the sources that it rests on. At least one, or `words_of`.",
        "disputes": "On what sources or readings differ.",
        "note": "Why it is coded so.",
    },
    "Evidence": {
        "source": "The source that has these words.",
        "form": "How near they are to the official's own, nearest first.",
        "match": (
            "That this source reports the same occasion; `certain` if absent. Probable needs a "
            "note here or a dispute."
        ),
        "speaker": "Only where this source alone names another speaker.",
        "said": "Only where this source alone gives another date.",
        "position": "Only where these words alone take another position.",
        "conditions": "Only where these words alone name other conditions.",
        "text": "The source's own words, as a reader of it sees them.",
        "lang": "The source's if absent.",
        "original": "The words before translation; only `lang` where they are not known.",
        "url": "The address of these very words: a tweet.",
        "prefix": "What stands before the words, where they stand twice.",
        "suffix": "What stands behind them, where they stand twice.",
        "locator": "For the reader; `line N` of the stored copy is where `stances verify` looks.",
        "via": "Where the source took the words from: the id of a source, or a name.",
        "derived_from": "Another source that this one copies.",
        "accept": "Codes of warnings of `stances verify`, or of a double, that `note` answers.",
        "note": "Why the words are taken so.",
    },
    "Original": {
        "text": "The words as they were said or written, where they are known.",
        "lang": "The language of these.",
    },
    "Dispute": {
        "about": "On what they differ.",
        "note": "Who differs, and on what.",
        "resolution": "Which reading the record follows, and why. Absent: unresolved.",
        "sources": "The sources between which it is. Absent: those that the statement has.",
        "words": "The words of a denial or a correction.",
    },
    "Denial": {
        "text": "Verbatim.",
        "source": "The source that has these words.",
        "by": "Who denies or corrects: an official's id, or a name.",
    },
}
"""Of each record by the name of its model, in the order of its keys."""
