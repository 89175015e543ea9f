"""What each key of a record means, in one sentence.

Kept apart from the models, which every reading of a corpus imports.
"""

TITLES = {
    "corpus": "corpus.yaml: what a corpus is, and who codes it",
    "codebook": "codebook.yaml: the words that the records of a corpus may use",
    "source": "sources/ID.yaml: something published that evidence is taken from",
    "official": "officials/ID.yaml: a person or an institution, with what it said",
    "part": "officials/ID/ANY.yaml: more statements of an official",
    "coding": "codings/CODER/ID.yaml: a coder's readings of an official's statements",
}

DESCRIPTIONS = {
    "Meta": {
        "title": "The title of the corpus.",
        "description": "What the corpus is, for a new reader.",
        "scope": "What is recorded, and what is not.",
        "license": "What others may do with it: an SPDX id such as `CC-BY-4.0`, or a sentence.",
        "schema_version": "The version of this format: `1`.",
        "coder": "The default coder, for statements that name none.",
        "default_issue": "The issue of statements that name none.",
        "assertions": "How many records there should be, so that losses and duplicates show.",
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
        "label": "The name that output uses.",
        "definition": "When a statement takes this position, and when it does not.",
        "score": "Absent: the position is not on the scale and is in no mean.",
        "requires": "Statements with this position name their conditions.",
        "allows": "Statements with this position may name conditions, as in “no, unless …”.",
        "open": "The words are about the question but leave it open. Such a position has no score.",
        "tension_with": (
            "Positions that are not opposite, but surprise a reader if one official takes both."
        ),
    },
    "Term": {
        "id": "What records write. A faction cannot have the id `none`: it means “no faction”.",
        "label": "The name that output uses.",
        "definition": "What belongs to it, and what does not.",
    },
    "Source": {
        "title": "The title as it was published.",
        "publisher": "The newspaper, the agency, the office.",
        "authors": "In the order in which they are printed.",
        "published": "When it appeared. Statements in it cannot have a later date.",
        "retrieved": "The day on which the stored copy was made.",
        "url": "Where it was published.",
        "archive_url": "Where an archive keeps it.",
        "lang": "`en`, `fa`, `zh-Hant`: the language of its words.",
        "kind": "In your own words: `news-article`, `interview`, …",
        "sha256": "Of the stored copy, which is not committed; `stances verify` checks it.",
        "version_of": "The source that this one is a later edition of.",
        "copy_of": "The source that this one reprints.",
        "note": "Anything a reader should know about it.",
        "notices": "What happened to it later: corrected, retracted, updated, deleted.",
        "uncoded": "Passages that were read, and are no statement, or were skipped for later.",
        "assessments": "What its author claims of officials or factions in the author's own voice.",
    },
    "Assessment": {
        "about": "Officials or factions.",
        "text": "Verbatim.",
        "when": "The day that it is about, if it says.",
        "accept": "Codes of warnings of `stances verify` that `note` explains.",
        "note": "Why it is read this way.",
    },
    "Notice": {
        "kind": "What has become of it.",
        "date": "When that was made known.",
        "note": "What was changed, and by whom.",
    },
    "Uncoded": {
        "text": "Verbatim; `first words […] last words` stands for all between.",
        "why": "Why it is no statement. Required, except with `skipped`.",
        "skipped": "`true`: read, and to be decided later; `stances coverage` counts it apart.",
        "prefix": "The words before them, if they occur twice in the source.",
        "suffix": "The words after them, if they occur twice in the source.",
        "locator": (
            "The place, for the reader. With `line N`, `stances verify` looks at this line of"
            " the stored copy."
        ),
        "accept": "Codes of warnings of `stances verify` that `why` explains.",
    },
    "Official": {
        "name": "The name that output uses.",
        "native_name": "In the official's own language and script.",
        "kind": "`person` if absent; `unnamed` for somebody whom no source names.",
        "aliases": "Every spelling that a source uses. None may lead to two officials.",
        "roles": (
            "Offices. A statement is made in the first office that the official may have held"
            " on that day."
        ),
        "identifiers": "`wikidata: Q…`; each with a source of its own in `note`.",
        "note": "Anything a reader should know about the official.",
        "statements": "What the official said; none for one who was silent.",
    },
    "Part": {
        "statements": "Statements of the official that are not in the official's other files.",
    },
    "Role": {
        "title": "Required, except for institutions.",
        "faction": "The bloc that its holder speaks for.",
        "from": "The first day. Absent: unknown.",
        "until": "The last day. Absent: unknown.",
        "former": "Named for the reader; no statement is made in it.",
    },
    "Statement": {
        "id": "Unique within the official.",
        "said": (
            "The date, as exactly as it is known. Unknown: `../DATE` with the day of publication."
        ),
        "repeated": "Said on several occasions within the interval.",
        "venue": "Where, or on what occasion.",
        "words_of": (
            "The statement that has the words. `said` and `evidence` are then taken from it."
        ),
        "same_occasion": "Other statements that this official made on the same occasion.",
        "issue": "The corpus's `default_issue` if absent.",
        "position": "The position that the words take, by the definitions of the codebook.",
        "conditions": "Always where the position requires them, and only where it allows them.",
        "frames": "The arguments that the words make.",
        "summary": "The statement in your own words.",
        "coder": "If absent, the `coder` of the corpus.",
        "decided": "Which reading was chosen if coders differ, and why.",
        "reviewed_by": "Coders who have read it against its sources.",
        "status": "`attested` if absent; any other needs a dispute that says why.",
        "role": "The title of one of the official's roles. With a `faction`, it can be any title.",
        "faction": "If it is not the faction of the role; `none` for no faction.",
        "spoken_by": "Who spoke for the official: an official's id, or a name.",
        "according_to": (
            "For hearsay: who reports that it was said. In a list, the person who told the "
            "source comes first. Officials' ids, or names."
        ),
        "evidence": (
            "The words of the sources that report it. At least one piece of evidence, or "
            "`words_of`."
        ),
        "disputes": "Points on which sources or readings differ.",
        "note": "Why it is coded this way.",
    },
    "Decision": {
        "date": "The day of the decision.",
        "by": "Who decided.",
        "why": "Why this reading was chosen.",
        "of": "The readings it was chosen from; the program writes this.",
    },
    "Coding": {
        "position": "The position that this coder chose. Required, except with `skip`.",
        "conditions": "Always where the position requires them, and only where it allows them.",
        "frames": "The arguments that the words make; `[]` for none. Absent: not coded.",
        "said": "The day according to this coder. Absent: the day of the statement.",
        "skip": (
            "Why this coder has not coded it, for example: the words are about another question."
        ),
        "note": "Why this reading was chosen.",
        "coded": "The day on which it was coded.",
        "words": (
            "Digests of the evidence that was read: short codes computed from the words. The "
            "program writes them."
        ),
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
        "prefix": "The words before them, if they occur twice in the source.",
        "suffix": "The words after them, if they occur twice in the source.",
        "locator": (
            "The place, for the reader. With `line N`, `stances verify` looks at this line of"
            " the stored copy."
        ),
        "via": "Where the source took the words from: the id of a source, or a name.",
        "derived_from": "Another source that this one copies.",
        "accept": "Codes of warnings of `stances verify`, or of a double, that `note` explains.",
        "note": "Why the words are read this way.",
    },
    "Original": {
        "text": "The words as they were said or written, where they are known.",
        "lang": "The language of these words.",
    },
    "Dispute": {
        "about": "On what they differ.",
        "note": "Who differs, and on what.",
        "resolution": "Which reading the record follows, and why. Absent: unresolved.",
        "sources": "The sources that differ. Absent: all sources of the statement.",
        "words": "The words of a denial or a correction.",
    },
    "Denial": {
        "text": "Verbatim.",
        "source": "The source that has these words.",
        "by": "Who denies or corrects: an official's id, or a name.",
    },
}
"""Of each record by the name of its model, in the order of its keys."""
