-- The corpus as tables. A column has the name of the YAML key it holds; lists that are only shown
-- stand as JSON, lists that are asked about in tables of their own. Dates are ISO days:
-- KEY_from and KEY_to are the bounds of KEY, NULL where it is open.

-- What the folder of the corpus held when its files were read, and which of them may have changed
-- since without showing it; for the program alone.
CREATE TABLE scan (folder BLOB, seen BLOB, unsettled BLOB);

CREATE TABLE corpus (title TEXT, description TEXT, scope TEXT, coder TEXT, default_issue TEXT);

CREATE TABLE issues (id TEXT PRIMARY KEY, rank INTEGER, question TEXT);
CREATE TABLE positions (
    issue TEXT, id TEXT, rank INTEGER, label TEXT, definition TEXT, score INTEGER, requires TEXT,
    PRIMARY KEY (issue, id)
);
CREATE TABLE factions (
    id TEXT PRIMARY KEY, rank INTEGER, label TEXT, definition TEXT, line INTEGER, "column" INTEGER
);
CREATE TABLE frames (
    id TEXT PRIMARY KEY, rank INTEGER, label TEXT, definition TEXT, line INTEGER, "column" INTEGER
);

-- One row a file. left_out: the file as a whole is not used; statements: how many it lists, NULL
-- where that cannot be told; digest: of its bytes, NULL where they could not be read.
CREATE TABLE files (
    path TEXT PRIMARY KEY, kind TEXT, id TEXT, left_out INTEGER, statements INTEGER, digest BLOB
);

-- What corpus.yaml asserts of the number of records of a kind, and how many there are.
CREATE TABLE assertions (
    kind TEXT, bound TEXT, number INTEGER, line INTEGER, "column" INTEGER
);
CREATE VIEW counted AS
SELECT 'officials' AS kind, COUNT(*) AS found FROM files WHERE files.kind = 'official'
UNION ALL SELECT 'sources', COUNT(*) FROM files WHERE files.kind = 'source'
UNION ALL SELECT 'statements', CASE WHEN COUNT(*) = COUNT(statements) THEN SUM(statements) END
FROM files;

CREATE TABLE sources (
    id TEXT PRIMARY KEY, title TEXT, publisher TEXT, authors TEXT, published TEXT,
    published_from TEXT, published_to TEXT, retrieved TEXT, url TEXT, lang TEXT, kind TEXT,
    sha256 TEXT, note TEXT, path TEXT, sha256_line INTEGER, sha256_column INTEGER
);
CREATE TABLE assessments (
    source TEXT, rank INTEGER, about TEXT, text TEXT, "when" TEXT, when_from TEXT, when_to TEXT,
    note TEXT, text_line INTEGER, text_column INTEGER, PRIMARY KEY (source, rank)
);
CREATE TABLE assessment_subjects (
    source TEXT, rank INTEGER, about TEXT, path TEXT, line INTEGER, "column" INTEGER
);

CREATE TABLE officials (
    id TEXT PRIMARY KEY, name TEXT, native_name TEXT, kind TEXT, aliases TEXT, roles TEXT,
    identifiers TEXT, note TEXT, path TEXT
);
-- Everything an official is called; kind: id, name, native, alias or surname.
CREATE TABLE names (
    official TEXT, kind TEXT, name TEXT, folded TEXT, path TEXT, line INTEGER, "column" INTEGER
);
CREATE TABLE roles (
    official TEXT, rank INTEGER, title TEXT, faction TEXT, "from" TEXT, "until" TEXT,
    former INTEGER, PRIMARY KEY (official, rank)
);

CREATE TABLE all_statements (
    ref TEXT, official TEXT, rank INTEGER, name TEXT, faction TEXT, role TEXT,
    said TEXT, said_from TEXT, said_to TEXT, repeated INTEGER, venue TEXT, issue TEXT,
    position TEXT, score INTEGER, conditions TEXT, frames TEXT, status TEXT, disputed INTEGER,
    match_certain INTEGER, match_probable INTEGER, forms TEXT, quote TEXT, lang TEXT, summary TEXT,
    coder TEXT, sources TEXT, evidence TEXT, disputes TEXT, note TEXT, words TEXT,
    path TEXT, line INTEGER, "column" INTEGER
);
CREATE TABLE statement_frames (ref TEXT, frame TEXT);
CREATE TABLE evidence (
    ref TEXT, rank INTEGER, source TEXT, form TEXT, text TEXT, lang TEXT, "match" TEXT,
    speaker TEXT, said TEXT, said_from TEXT, said_to TEXT, position TEXT, derived_from TEXT,
    prefix TEXT, suffix TEXT, locator TEXT, original TEXT, original_lang TEXT, note TEXT,
    text_line INTEGER, text_column INTEGER, original_line INTEGER, original_column INTEGER,
    source_line INTEGER, source_column INTEGER, speaker_line INTEGER, speaker_column INTEGER,
    derived_line INTEGER, derived_column INTEGER, said_line INTEGER, said_column INTEGER
);

-- scope: found in the file itself, in what its folder holds, or across files.
CREATE TABLE problems (
    path TEXT, line INTEGER, "column" INTEGER, code TEXT, message TEXT, hint TEXT, ref TEXT,
    severity TEXT, scope TEXT
);

-- What questions are asked of: statements without errors.
CREATE VIEW statements AS
SELECT * FROM all_statements AS s
WHERE NOT EXISTS (SELECT 1 FROM problems AS p WHERE p.ref = s.ref AND p.severity = 'error');
