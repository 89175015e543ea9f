"""Codes of problems with a file as such (ST0xx)."""

from stances.codes.entry import Code

READING = {
    "ST001": Code(
        "unreadable-file",
        "The file is there but cannot be read: no permission, a link to nothing, a broken disk.",
        "Mend the permission or the link, or take the file out of the corpus.",
    ),
    "ST002": Code(
        "not-a-file",
        "Something with the name of a record is a folder, a pipe, a device, or a link that leads "
        "out of the corpus or to a hidden file.",
        "Move it out of the corpus, or put the file itself in the place of the link.",
    ),
    "ST003": Code(
        "file-too-large",
        "A file of records is larger than 2 MiB, which holds thousands of statements.",
        "Keep articles and data out of the corpus; a record holds words, not whole texts. Put some "
        "of an official's statements into a file of their own, `officials/ID/ANY.yaml`.",
    ),
    "ST004": Code(
        "not-utf-8",
        "The file is not UTF-8 text, so its letters cannot be told for certain.",
        "Save it as UTF-8.",
    ),
    "ST005": Code(
        "forbidden-character",
        "A control character, or one that changes the order in which text is shown, can make a "
        "record look other than it is.",
        "Delete the character; the message names it and its place.",
    ),
    "ST006": Code(
        "yaml-syntax",
        "The file is not YAML from this place on, so none of it can be used.",
        "Correct the place named. Text with `: ` or ` #` in it wants quotation marks around it.",
    ),
    "ST007": Code(
        "empty-file",
        "The file holds no record.",
        "Write the record, or delete the file.",
    ),
    "ST008": Code(
        "not-a-mapping",
        "At its top level a file must be a mapping of keys to values, not a list or a text.",
        "Begin with a key, such as `name:` or `title:`.",
    ),
    "ST009": Code(
        "duplicate-key",
        "A key stands twice in one mapping, so one of the two values would be lost unseen.",
        "Keep one of them, or make a list of the two.",
    ),
    "ST010": Code(
        "anchor-or-alias",
        "Anchors (`&x`), aliases (`*x`) and merge keys (`<<`) make a record say what does not "
        "stand where it is read.",
        "Write the value out.",
    ),
    "ST011": Code(
        "yaml-tag",
        "Tags (`!!str`) and directives change what a value means; here every value is text.",
        "Delete the tag.",
    ),
    "ST012": Code(
        "second-document",
        "A file holds one record; what comes behind a second `---` would be overlooked.",
        "Move it into a file of its own.",
    ),
    "ST013": Code(
        "key-not-text",
        "A key is empty, a list or a mapping, or stands behind a question mark.",
        "Make the key a plain word.",
    ),
    "ST014": Code(
        "nested-too-deep",
        "Lists and mappings are nested more than 32 deep; no record is.",
        "Look for a bracket that is never closed.",
    ),
    "ST015": Code(
        "empty-value",
        "A key without a value can mean unknown, none or not yet done.",
        "Give a value, or leave the key out.",
    ),
    "ST016": Code(
        "comment-in-text",
        "An unquoted text ends where ` #` begins a comment: `text: talk #1` says only `talk`.",
        "Put quotation marks around the text, or the comment on a line of its own.",
        "warning",
    ),
    "ST017": Code(
        "unfit-file-name",
        "The name of a file, or of the folder with more files of an official, is the id of the "
        "record; ids are lower-case ASCII slugs.",
        "Rename the file to something like `naghavi-hosseini.yaml`.",
    ),
    "ST018": Code(
        "stray-file",
        "A file in the corpus is read by nobody, because of its ending or its place.",
        "Give it the ending `.yaml` and its place in `officials/` or `sources/`, or move it out.",
        "warning",
    ),
    "ST019": Code(
        "missing-file",
        "A corpus needs a `corpus.yaml` and a `codebook.yaml`.",
        "Write the one that is missing; docs/data-format.md shows how.",
    ),
    "ST020": Code(
        "part-without-official",
        "A file in `officials/ID/` holds more statements of an official, and `officials/ID.yaml`, "
        "which says whose they are, is missing or has errors.",
        "Write or correct `officials/ID.yaml`, or move the file to where it belongs.",
    ),
    "ST021": Code(
        "nested-folder",
        "A folder stands in the folder of an official's files, and nothing in it is read.",
        "Put its files into the official's folder itself, or move it out.",
    ),
}
