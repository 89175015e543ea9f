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
        "license": "The licence of the corpus: an SPDX id such as `CC-BY-4.0`, or a sentence.",
        "schema_version": "The version of this format: `1`.",
        "coder": "The default coder: the coder of statements that name none.",
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
        "score": "The place on the scale. Absent: the position is in no mean.",
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
        "definition": "What belongs to the term, and what does not.",
    },
    "Source": {
        "title": "The title as it was published.",
        "publisher": "The newspaper, the agency or the office.",
        "authors": "The authors, in the order in which they are printed.",
        "published": "When the source appeared. Its statements cannot have a later date.",
        "retrieved": "The day on which the stored copy was made.",
        "url": "The address where the source was published.",
        "archive_url": "The address of a copy in an archive.",
        "lang": "The language of the source: `en`, `fa`, `zh-Hant`.",
        "kind": "The kind of text, in your own words: `news-article`, `interview`, …",
        "sha256": "The checksum of the stored copy. `stances verify` compares it with the copy.",
        "version_of": "The source that is an earlier edition of this one.",
        "copy_of": "The source that this one reprints.",
        "note": "Anything a reader should know about the source.",
        "notices": "What happened to the source later: corrected, retracted, updated, deleted.",
        "uncoded": "Passages that you read but did not record: no statement, or skipped for later.",
        "assessments": "What the author claims of officials or factions in the author's own voice.",
    },
    "Assessment": {
        "about": "The officials or factions that the claim is about.",
        "text": "The author's words, verbatim.",
        "when": "The day that the claim is about, if it names one.",
        "accept": "Codes of warnings of `stances verify` that `note` explains.",
        "note": "Why the claim is read this way.",
    },
    "Notice": {
        "kind": "What happened to the source.",
        "date": "When this was made known.",
        "note": "What was changed, and by whom.",
    },
    "Uncoded": {
        "text": "The words, verbatim. `first words […] last words` includes all words between.",
        "why": "Why the passage is no statement. Required, except with `skipped`.",
        "skipped": "Decide later about the passage. `stances coverage` counts it separately.",
        "prefix": "The words directly before `text`, if the source has the words of `text` twice.",
        "suffix": "The words directly after `text`, if the source has the words of `text` twice.",
        "locator": (
            "The place, for the reader. With `line N`, `stances verify` looks at this line of"
            " the stored copy."
        ),
        "accept": "Codes of warnings of `stances verify` that `why` explains.",
    },
    "Official": {
        "name": "The name that output uses.",
        "native_name": "The name in the official's own language and script.",
        "kind": "`person` if absent. `unnamed` is for somebody whom no source names.",
        "aliases": "Every spelling that a source uses. No spelling may mean two officials.",
        "roles": (
            "The offices. A statement is made in the first office that the official may have held"
            " on that day."
        ),
        "identifiers": "Ids in other databases: `wikidata: Q…`. Name the source of each in `note`.",
        "note": "Anything a reader should know about the official.",
        "statements": "What the official said. Absent for an official who was silent.",
    },
    "Part": {
        "statements": "Statements of the official that are not in the official's other files.",
    },
    "Role": {
        "title": "The name of the office. Required, except for institutions.",
        "faction": "The bloc that its holder speaks for.",
        "from": "The first day. Absent: unknown.",
        "until": "The last day. Absent: unknown.",
        "former": "An earlier office, given only as information. No statement is made in it.",
    },
    "Statement": {
        "id": "An id that no other statement of the official has.",
        "said": (
            "The date, as exactly as it is known. If it is unknown: `../DATE`, with the day of"
            " publication."
        ),
        "repeated": "It was said on several occasions within the interval of `said`.",
        "venue": "Where it was said, or on what occasion.",
        "words_of": (
            "The statement that has the words. `said` and `evidence` are taken from that statement."
        ),
        "same_occasion": "Other statements that this official made on the same occasion.",
        "issue": "The question that it answers. Absent: the corpus's `default_issue`.",
        "position": "The position that the words take, by the definitions of the codebook.",
        "conditions": (
            "The conditions that the words name. Required if the position requires them. Otherwise"
            " only if the position allows them."
        ),
        "frames": "The arguments that the words make.",
        "summary": "The statement in your own words.",
        "coder": "Who coded the statement. Absent: the `coder` of the corpus.",
        "decided": "Which reading was chosen if coders differ, and why.",
        "reviewed_by": "Coders who have compared the statement with its sources.",
        "status": "`attested` if absent. Any other status needs a dispute that says why.",
        "role": "The title of one of the official's roles. With a `faction`, it can be any title.",
        "faction": "The faction, if it is not that of the role; `none` for no faction.",
        "spoken_by": "Who spoke for the official: an official's id, or a name.",
        "according_to": (
            "For hearsay: who reports the statement, as officials' ids or names. In a list, the"
            " person who spoke to the source comes first."
        ),
        "evidence": (
            "The words of the sources that report the statement: at least one piece of evidence,"
            " unless the statement has `words_of`."
        ),
        "disputes": "Points on which sources or readings differ.",
        "note": "Why the statement is coded this way.",
    },
    "Decision": {
        "date": "The day of the decision.",
        "by": "Who decided.",
        "why": "Why this reading was chosen.",
        "of": "The readings from which this one was chosen. The program writes them.",
    },
    "Coding": {
        "position": "The position that this coder chose. Required, except with `skip`.",
        "conditions": (
            "The conditions that the words name. Required if the position requires them. Otherwise"
            " only if the position allows them."
        ),
        "frames": "The arguments that the words make; `[]` for none. Absent: not coded.",
        "said": "The date according to this coder. Absent: the date in the record.",
        "skip": (
            "Why this coder did not code it, for example: the words are about another question."
        ),
        "note": "Why this reading was chosen.",
        "coded": "The day on which the coder coded it.",
        "words": (
            "Digests of the evidence that was read: short codes computed from the words. The "
            "program writes them."
        ),
    },
    "Evidence": {
        "source": "The source that has these words.",
        "form": "How near the words are to the official's own words, the nearest form first.",
        "match": (
            "How sure it is that this source reports the same occasion. Absent: `certain`. With"
            " `probable`, a `note` or a dispute must say why."
        ),
        "speaker": "The speaker whom this source names, if it is not the official.",
        "said": "The date that this source gives, if it is not that of the statement.",
        "position": "The position of these words, if it is not that of the statement.",
        "conditions": "The conditions in these words, if they are not those of the statement.",
        "text": "The words of the source, as a reader sees them.",
        "lang": "The language of the words. Absent: that of the source.",
        "original": "The words before translation. If they are not known, only their language.",
        "url": "The address of exactly these words, such as a post.",
        "prefix": "The words directly before `text`, if the source has the words of `text` twice.",
        "suffix": "The words directly after `text`, if the source has the words of `text` twice.",
        "locator": (
            "The place, for the reader. With `line N`, `stances verify` looks at this line of"
            " the stored copy."
        ),
        "via": "Where the source took the words from: the id of a source, or a name.",
        "derived_from": "Another source that this one copies.",
        "accept": (
            "Codes of warnings that `note` explains: those of `stances verify`, or ST419 (two"
            " statements with the same words)."
        ),
        "note": "Why the words are read this way.",
    },
    "Original": {
        "text": "The words as they were said or written, if they are known.",
        "lang": "The language of these words.",
    },
    "Dispute": {
        "about": "What the sources or readings differ on.",
        "note": "Who differs, and on what.",
        "resolution": "Which reading the record follows, and why. Absent: unresolved.",
        "sources": "The sources that differ. Absent: all sources of the statement.",
        "words": "The words of a denial or a correction.",
    },
    "Denial": {
        "text": "The words of the denial or the correction, verbatim.",
        "source": "The source that has these words.",
        "by": "Who denies or corrects: an official's id, or a name.",
    },
}
"""Of each record by the name of its model, in the order of its keys."""
