-- The public tables as they are to be had from the index. What stands at its place in a list has its
-- `number`, from 1.

CREATE TEMP VIEW corpus AS
SELECT title, description, scope, coder, default_issue FROM main.corpus;

CREATE TEMP VIEW issues AS
SELECT id AS issue, rank + 1 AS number, question FROM main.issues;
CREATE TEMP VIEW positions AS
SELECT issue, id AS position, rank + 1 AS number, label, definition, score, requires
FROM main.positions;
CREATE TEMP VIEW factions AS
SELECT id AS faction, rank + 1 AS number, label, definition FROM main.factions;
CREATE TEMP VIEW frames AS
SELECT id AS frame, rank + 1 AS number, label, definition FROM main.frames;

CREATE TEMP VIEW sources AS
SELECT id AS source, title, publisher, authors, published, published_from, published_to, retrieved,
    url, lang, kind, sha256, note, path
FROM main.sources;
CREATE TEMP VIEW assessments AS
SELECT source, rank + 1 AS number, about, text, "when", when_from, when_to, note
FROM main.assessments;
CREATE TEMP VIEW assessment_subjects AS
SELECT DISTINCT source, rank + 1 AS number, about FROM main.assessment_subjects;

CREATE TEMP VIEW officials AS
SELECT id AS official, name, native_name, kind, aliases, identifiers, note, path
FROM main.officials;
CREATE TEMP VIEW names AS
SELECT DISTINCT official, kind, name FROM main.names;
CREATE TEMP VIEW roles AS
SELECT official, rank + 1 AS number, title, faction, "from", "until", former FROM main.roles;

CREATE TEMP VIEW statements AS
SELECT ref, official, name, faction, role, said, said_from, said_to, repeated, venue, issue,
    position, score, conditions, frames, status, disputed, match_certain, match_probable, forms,
    quote, lang, summary, coder, sources, note, path, line
FROM main.statements;
CREATE TEMP VIEW statement_frames AS
SELECT f.ref, f.frame FROM main.statement_frames AS f JOIN main.statements AS s ON s.ref = f.ref;
CREATE TEMP VIEW evidence AS
SELECT e.ref, e.rank + 1 AS number, e.source, e.form, e.text, e.lang, e."match", e.speaker, e.said,
    e.said_from, e.said_to, e.position, e.prefix, e.suffix, e.original, e.original_lang, e.locator,
    e.derived_from, e.note
FROM main.evidence AS e JOIN main.statements AS s ON s.ref = e.ref;
CREATE TEMP VIEW disputes AS
SELECT s.ref, d.key + 1 AS number, json_extract(d.value, '$.about') AS about,
    json_extract(d.value, '$.note') AS note, json_extract(d.value, '$.resolution') AS resolution
FROM main.statements AS s, json_each(s.disputes) AS d;

CREATE TEMP VIEW problems AS
SELECT path, line, "column", severity, code, message, hint, ref FROM main.problems;
