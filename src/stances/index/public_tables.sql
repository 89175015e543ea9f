-- What `stances export sqlite` writes, and `stances sql` is asked of: docs/sql.md has it for readers.
-- The index has the same tables and columns, and further ones of its own: schema.sql. A column has
-- the name that answers have for it. Dates are ISO days: KEY_from and KEY_to are the bounds of KEY,
-- NULL where it is open. What stands at its place in a list has its `number`, from 1.

CREATE TABLE corpus (
    title TEXT, description TEXT, scope TEXT, license TEXT, coder TEXT, default_issue TEXT
);

CREATE TABLE issues (issue TEXT PRIMARY KEY, number INTEGER, question TEXT);
CREATE TABLE positions (
    issue TEXT REFERENCES issues (issue), position TEXT, number INTEGER, label TEXT,
    definition TEXT, score INTEGER, requires TEXT, allows TEXT, open INTEGER, tension_with TEXT,
    PRIMARY KEY (issue, position)
);
CREATE TABLE factions (faction TEXT PRIMARY KEY, number INTEGER, label TEXT, definition TEXT);
CREATE TABLE frames (frame TEXT PRIMARY KEY, number INTEGER, label TEXT, definition TEXT);

CREATE TABLE sources (
    source TEXT PRIMARY KEY, title TEXT, publisher TEXT, authors TEXT, published TEXT,
    published_from TEXT, published_to TEXT, retrieved TEXT, url TEXT, archive_url TEXT,
    lang TEXT, kind TEXT, sha256 TEXT, version_of TEXT REFERENCES sources (source),
    copy_of TEXT REFERENCES sources (source), note TEXT, path TEXT
);
CREATE TABLE notices (
    source TEXT REFERENCES sources (source), number INTEGER, kind TEXT, "date" TEXT,
    date_from TEXT, date_to TEXT, note TEXT, PRIMARY KEY (source, number)
);
CREATE TABLE uncoded (
    source TEXT REFERENCES sources (source), number INTEGER, text TEXT, why TEXT,
    skipped INTEGER, prefix TEXT, suffix TEXT, locator TEXT, accept TEXT,
    PRIMARY KEY (source, number)
);
CREATE TABLE assessments (
    source TEXT REFERENCES sources (source), number INTEGER, about TEXT, text TEXT, "when" TEXT,
    when_from TEXT, when_to TEXT, accept TEXT, note TEXT, PRIMARY KEY (source, number)
);
CREATE TABLE assessment_subjects (
    source TEXT, number INTEGER, about TEXT, PRIMARY KEY (source, number, about),
    FOREIGN KEY (source, number) REFERENCES assessments (source, number)
);

CREATE TABLE officials (
    official TEXT PRIMARY KEY, name TEXT, native_name TEXT, kind TEXT, aliases TEXT,
    identifiers TEXT, note TEXT, path TEXT
);
CREATE TABLE names (
    official TEXT REFERENCES officials (official), kind TEXT, name TEXT,
    PRIMARY KEY (official, kind, name)
);
CREATE TABLE roles (
    official TEXT REFERENCES officials (official), number INTEGER, title TEXT,
    faction TEXT REFERENCES factions (faction), "from" TEXT, "until" TEXT, former INTEGER,
    PRIMARY KEY (official, number)
);

CREATE TABLE statements (
    ref TEXT PRIMARY KEY, official TEXT REFERENCES officials (official), name TEXT,
    faction TEXT REFERENCES factions (faction), role TEXT, said TEXT, said_from TEXT,
    said_to TEXT, venue TEXT, issue TEXT REFERENCES issues (issue), position TEXT,
    score INTEGER, conditions TEXT, frames TEXT, status TEXT, disputed INTEGER,
    match_certain INTEGER, match_probable INTEGER, forms TEXT, quote TEXT, lang TEXT,
    summary TEXT, coder TEXT, decided TEXT, decided_by TEXT, decided_why TEXT,
    decided_of TEXT,
    sources TEXT, note TEXT,
    words_of TEXT REFERENCES statements (ref), same_occasion TEXT, spoken_by TEXT,
    according_to TEXT, hearsay INTEGER, repeated INTEGER, retracted INTEGER,
    reviewed_by TEXT, path TEXT, line INTEGER,
    FOREIGN KEY (issue, position) REFERENCES positions (issue, position)
);
CREATE TABLE statement_frames (
    ref TEXT REFERENCES statements (ref), frame TEXT REFERENCES frames (frame),
    PRIMARY KEY (ref, frame)
);
CREATE TABLE same_occasions (
    ref TEXT REFERENCES statements (ref), other TEXT REFERENCES statements (ref),
    PRIMARY KEY (ref, other)
);
CREATE TABLE evidence (
    ref TEXT REFERENCES statements (ref), number INTEGER,
    source TEXT REFERENCES sources (source), form TEXT, text TEXT, lang TEXT, "match" TEXT,
    speaker TEXT REFERENCES officials (official), said TEXT, said_from TEXT, said_to TEXT,
    position TEXT, conditions TEXT, original TEXT, original_lang TEXT, url TEXT, prefix TEXT,
    suffix TEXT, locator TEXT, via TEXT, derived_from TEXT REFERENCES sources (source),
    accept TEXT, note TEXT, PRIMARY KEY (ref, number)
);
CREATE TABLE disputes (
    ref TEXT REFERENCES statements (ref), number INTEGER, about TEXT, note TEXT,
    resolution TEXT, sources TEXT, words TEXT, words_source TEXT REFERENCES sources (source),
    words_by TEXT, PRIMARY KEY (ref, number)
);

CREATE TABLE codings (
    ref TEXT REFERENCES statements (ref), coder TEXT, position TEXT, score INTEGER,
    conditions TEXT, frames TEXT, said TEXT, said_from TEXT, said_to TEXT, skip TEXT, note TEXT,
    coded TEXT, words TEXT, path TEXT, line INTEGER, PRIMARY KEY (ref, coder)
);
CREATE TABLE coding_frames (
    ref TEXT REFERENCES statements (ref), coder TEXT, frame TEXT REFERENCES frames (frame),
    PRIMARY KEY (ref, coder, frame)
);

CREATE TABLE problems (
    path TEXT, line INTEGER, "column" INTEGER, severity TEXT, code TEXT, message TEXT, hint TEXT,
    ref TEXT
);
