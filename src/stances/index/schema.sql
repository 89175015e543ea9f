-- What the index has beside the tables of public_tables.sql: further columns of these, and tables of
-- its own. `all_statements` has the columns of `statements`. Lists that are only shown stand as JSON,
-- lists that are asked about in tables of their own.

-- What the folder of the corpus held when its files were read, and which of them may have changed
-- since without showing it; crc: a checksum of both and of the schema. For the program alone.
CREATE TABLE scan (folder BLOB, seen BLOB, unsettled BLOB, crc INTEGER);

CREATE TABLE factions (line INTEGER, "column" INTEGER);
CREATE TABLE frames (line INTEGER, "column" INTEGER);

-- One row a file. left_out: the file as a whole is not used; statements: how many it lists, NULL
-- where that cannot be told; digest: of its bytes, NULL where they could not be read.
CREATE TABLE files (
    path TEXT, kind TEXT, id TEXT, left_out INTEGER, statements INTEGER, digest BLOB
);

-- What corpus.yaml asserts of the number of records of a kind.
CREATE TABLE assertions (
    kind TEXT, bound TEXT, number INTEGER, line INTEGER, "column" INTEGER
);

CREATE TABLE sources (
    sha256_line INTEGER, sha256_column INTEGER, version_of_line INTEGER, version_of_column INTEGER,
    copy_of_line INTEGER, copy_of_column INTEGER, url_line INTEGER, url_column INTEGER,
    notices TEXT, uncoded TEXT
);
CREATE TABLE same_occasions (line INTEGER, "column" INTEGER);
CREATE TABLE disputes (
    words_line INTEGER, words_column INTEGER, words_source_line INTEGER, words_source_column INTEGER
);
CREATE TABLE uncoded (text_line INTEGER, text_column INTEGER);
CREATE TABLE assessments (text_line INTEGER, text_column INTEGER);
CREATE TABLE assessment_subjects (path TEXT, line INTEGER, "column" INTEGER);

CREATE TABLE officials (roles TEXT);
-- Everything an official is called; kind: id, name, native, alias, surname,
-- or derived: a surname of a native name or of an alias, which means somebody if nothing else does.
CREATE TABLE names (folded TEXT, path TEXT, line INTEGER, "column" INTEGER);

CREATE TABLE roles (held_from TEXT, held_to TEXT, folded TEXT);

-- Who spoke for an official, or says that something was said; kind: spoken_by or according_to.
CREATE TABLE voices (ref TEXT, kind TEXT, name TEXT, folded TEXT);

-- words, noted, joined: what a search looks at, folded, as in search.py; quoted_from: the source of
-- the first evidence with the words of `quote`.
CREATE TABLE all_statements (
    number INTEGER, evidence TEXT, disputes TEXT, words TEXT, noted TEXT, joined TEXT,
    quoted_from TEXT,
    "column" INTEGER,
    moment TEXT, unnamed INTEGER, occasion TEXT, own_role TEXT, own_faction TEXT,
    words_of_line INTEGER, words_of_column INTEGER
);
-- All codings, those of unknown statements too; `score` is filled in by the view `codings`.
CREATE TABLE all_codings (
    official TEXT, moment TEXT, "column" INTEGER, position_line INTEGER, position_column INTEGER,
    conditions_line INTEGER, conditions_column INTEGER, words_line INTEGER, words_column INTEGER
);
CREATE TABLE all_coding_frames (ref TEXT);
-- What `tallied` selects: of statements that have the first columns in common, the sums of what they
-- add to figures. Questions that ask for no more need not go through all statements.
CREATE TABLE tallies (
    official TEXT, faction TEXT, issue TEXT, status TEXT, hearsay INTEGER, disputed INTEGER,
    unnamed INTEGER, statements INTEGER, scored INTEGER, total INTEGER, undecided INTEGER,
    corroborated INTEGER, probably_corroborated INTEGER
);
CREATE TABLE evidence (
    text_line INTEGER, text_column INTEGER, original_line INTEGER, original_column INTEGER,
    source_line INTEGER, source_column INTEGER, speaker_line INTEGER, speaker_column INTEGER,
    derived_line INTEGER, derived_column INTEGER, said_line INTEGER, said_column INTEGER
);

-- Evidence whose words another statement has from the same source. family: what that source and its
-- versions and copies are known by; first: the first statement of the group, or, for evidence that
-- accepts it and is in no group, one with the same words; more: only of the evidence that the
-- warning about a group is at, how many statements it has beside the first and that one.
CREATE TABLE doubles (
    family TEXT, ref TEXT, number INTEGER, accepted INTEGER, first TEXT, more INTEGER
);
-- Families in which the names of officials may decide what is the same.
CREATE TABLE named_families (family TEXT);

-- scope: found in the file itself, in what its folder holds, or across files; times: how many alike
-- the row stands for.
CREATE TABLE problems (scope TEXT, times INTEGER);
