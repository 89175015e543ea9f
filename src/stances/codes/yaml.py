"""Codes of problems with a file as such (ST0xx)."""

from stances.codes.entry import Code

READING = {
    "ST001": Code(
        "unreadable-file",
        "The file exists but cannot be read: no permission, a broken link or a disk error.",
        "Correct the permissions or the link, or move the file out of the corpus.",
    ),
    "ST002": Code(
        "not-a-file",
        "A path with the name of a record is not an ordinary file. It is a folder, a pipe, a "
        "device, or a link to a place outside the corpus or to a hidden file.",
        "Move it out of the corpus, or replace the link with the file itself.",
    ),
    "ST003": Code(
        "file-too-large",
        "The file is larger than 2 MiB. Records of thousands of statements are smaller.",
        "Remove articles and data from the file; a record has only quoted words. Or move "
        "some statements to another file, `officials/ID/ANY.yaml`.",
    ),
    "ST004": Code(
        "not-utf-8",
        "The file is not UTF-8, so its letters cannot be read reliably.",
        "Save it as UTF-8.",
    ),
    "ST005": Code(
        "forbidden-character",
        "The file has a control character or a character that changes the direction of text. "
        "It can make a record look different from its content.",
        "Delete the character; the message names it and its place.",
    ),
    "ST006": Code(
        "yaml-syntax",
        "From this place on, the file is not valid YAML, so none of it can be used.",
        "Correct the text at this place. Text that contains `: ` or ` #` needs quotation marks.",
    ),
    "ST007": Code(
        "empty-file",
        "The file is empty, or has only comments.",
        "Write the record, or delete the file.",
    ),
    "ST008": Code(
        "not-a-mapping",
        "The file is a list or a text, but a record must be a mapping of keys to values.",
        "Begin with a key, such as `name:` or `title:`.",
    ),
    "ST009": Code(
        "duplicate-key",
        "A mapping has the same key twice, so one of the two values would be lost silently.",
        "Delete one of the two, or write both values as a list.",
    ),
    "ST010": Code(
        "anchor-or-alias",
        "The file has an anchor (`&x`), an alias (`*x`) or a merge key (`<<`). They hide the "
        "value from a reader.",
        "Write the value itself.",
    ),
    "ST011": Code(
        "yaml-tag",
        (
            "The file has a tag (`!!str`) or a directive, which would change the type of a "
            "value. In a corpus, every value is text."
        ),
        "Delete the tag.",
    ),
    "ST012": Code(
        "second-document",
        "The file has a second document after `---`, but a file has only one record.",
        "Move the second document to its own file.",
    ),
    "ST013": Code(
        "key-not-text",
        "A key is empty, is a list or a mapping, or follows a question mark.",
        "Make the key a plain word.",
    ),
    "ST014": Code(
        "nested-too-deep",
        "Lists and mappings are nested more than 32 levels deep. No record needs that.",
        "Look for a bracket that is never closed.",
    ),
    "ST015": Code(
        "empty-value",
        "A key has no value. That could mean unknown, none, or not done yet.",
        "Give a value, or leave the key out.",
    ),
    "ST016": Code(
        "comment-in-text",
        "In unquoted text, ` #` begins a comment: the value of `text: talk #1` is only `talk`.",
        "Put the text in quotation marks, or put the comment on its own line.",
        "warning",
    ),
    "ST017": Code(
        "unfit-file-name",
        "The name of this file or folder cannot be an id. The name of a file is the id of "
        "its record; the name of a folder is the id of an official or a coder.",
        (
            "Rename it, with lower-case ASCII letters, digits and hyphens, such as "
            "`naghavi-hosseini.yaml`."
        ),
    ),
    "ST018": Code(
        "stray-file",
        "A file or folder in the corpus is ignored because of its name, its ending or its place.",
        "Name files with the ending `.yaml`, and put them into `officials/`, `sources/` or "
        "`codings/CODER/`. Folder names are in lower case. Or move it out of the corpus.",
        "warning",
    ),
    "ST019": Code(
        "missing-file",
        "`corpus.yaml` or `codebook.yaml` is missing, and a corpus needs both.",
        "Write the missing file; docs/data-format.md shows how.",
    ),
    "ST020": Code(
        "part-without-official",
        "`officials/ID.yaml` is missing or has errors, so the statements in `officials/ID/` "
        "belong to no official.",
        "Write or correct `officials/ID.yaml`, or move the file to the right folder.",
    ),
    "ST021": Code(
        "nested-folder",
        "The folder of an official or a coder has a subfolder, which is ignored.",
        "Move its files up into that folder, or move it out of the corpus.",
    ),
    "ST022": Code(
        "codings-without-official",
        "A file in `codings/CODER/` has the name of an official whose file is missing or has "
        "errors, so its statements are unknown.",
        "Correct the name of the file, or the official's file.",
    ),
}
