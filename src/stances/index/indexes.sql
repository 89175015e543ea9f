-- How many records of each kind there are, for the assertions of corpus.yaml.
CREATE VIEW counted AS
SELECT 'officials' AS kind, COUNT(*) AS found FROM files WHERE files.kind = 'official'
UNION ALL SELECT 'sources', COUNT(*) FROM files WHERE files.kind = 'source'
UNION ALL SELECT 'statements', CASE WHEN COUNT(*) = COUNT(statements) THEN SUM(statements) END
FROM files;
-- What questions are asked of: statements without errors, whose words are not those of one that has
-- some.
CREATE VIEW statements AS
SELECT * FROM all_statements AS s
WHERE NOT EXISTS (SELECT 1 FROM problems AS p WHERE p.ref = s.ref AND p.severity = 'error')
  AND (s.words_of IS NULL OR EXISTS (
      SELECT 1 FROM all_statements AS b WHERE b.ref = s.words_of AND NOT EXISTS (
          SELECT 1 FROM problems AS p WHERE p.ref = b.ref AND p.severity = 'error')));
-- Codings without errors, of such statements. A coding is of its statement's issue, which gives the
-- score of its position.
CREATE VIEW codings AS
SELECT c.ref, c.coder, c.position, p.score, c.conditions, c.frames, c.said, c.said_from, c.said_to,
    c.skip, c.note, c.coded, c.words, c.path, c.line, c.official, c.moment
FROM all_codings AS c
JOIN statements AS s ON s.ref = c.ref
LEFT JOIN positions AS p ON p.issue = s.issue AND p.position = c.position
WHERE NOT EXISTS (
    SELECT 1 FROM problems AS q
    WHERE q.ref = c.coder || ':' || c.ref AND q.severity = 'error');
CREATE VIEW coding_frames AS
SELECT f.ref, f.coder, f.frame
FROM all_coding_frames AS f JOIN codings AS c ON c.ref = f.ref AND c.coder = f.coder;
-- The evidence that each statement rests on, its own or that of the one whose words it has: `evidence`
-- holds it once. Words of which a source names another speaker are that one's alone.
CREATE VIEW supporting AS
SELECT ref, number, source, form, "match", derived_from FROM evidence
UNION ALL SELECT s.ref, e.number, e.source, e.form, e."match", e.derived_from
FROM evidence AS e JOIN all_statements AS s ON s.words_of = e.ref
WHERE e.speaker IS NULL OR e.speaker = s.official;

-- The same with what each adds to figures.
CREATE VIEW counted_statements AS
SELECT s.*, 1 AS statements, CASE WHEN s.score IS NULL THEN 0 ELSE 1 END AS scored,
    s.score AS total, CASE WHEN p."open" = 1 AND s.score IS NULL THEN 1 ELSE 0 END AS undecided,
    CASE WHEN s.match_certain >= 2 THEN 1 ELSE 0 END AS corroborated,
    CASE WHEN s.match_certain < 2 AND s.match_certain + s.match_probable >= 2 THEN 1 ELSE 0 END
        AS probably_corroborated
FROM statements AS s LEFT JOIN positions AS p ON p.issue = s.issue AND p.position = s.position;
CREATE VIEW tallied AS
SELECT official, faction, issue, status, hearsay, disputed, unnamed, SUM(statements) AS statements,
    SUM(scored) AS scored, SUM(total) AS total, SUM(undecided) AS undecided,
    SUM(corroborated) AS corroborated, SUM(probably_corroborated) AS probably_corroborated
FROM counted_statements
GROUP BY official, faction, issue, status, hearsay, disputed, unnamed;

-- Made once the tables are filled, which takes less time than keeping them in order all along.
CREATE UNIQUE INDEX issues_issue ON issues (issue);
CREATE UNIQUE INDEX positions_position ON positions (issue, position);
CREATE UNIQUE INDEX factions_faction ON factions (faction);
CREATE UNIQUE INDEX frames_frame ON frames (frame);
CREATE UNIQUE INDEX files_path ON files (path);
CREATE UNIQUE INDEX sources_source ON sources (source);
CREATE UNIQUE INDEX assessments_source ON assessments (source, number);
CREATE INDEX sources_url ON sources (url) WHERE url IS NOT NULL;
CREATE UNIQUE INDEX officials_official ON officials (official);
CREATE UNIQUE INDEX roles_official ON roles (official, number);
CREATE UNIQUE INDEX notices_source ON notices (source, number);
CREATE UNIQUE INDEX uncoded_source ON uncoded (source, number);
CREATE INDEX voices_ref ON voices (ref);
CREATE INDEX voices_folded ON voices (folded);
CREATE UNIQUE INDEX same_occasions_ref ON same_occasions (ref, other);
CREATE INDEX disputes_ref ON disputes (ref);
CREATE INDEX names_folded ON names (folded);
CREATE INDEX names_official ON names (official);
CREATE INDEX roles_faction ON roles (faction);
CREATE INDEX assessment_subjects_source ON assessment_subjects (source, number);
CREATE INDEX assessment_subjects_about ON assessment_subjects (about);
CREATE UNIQUE INDEX statements_ref ON all_statements (ref);
CREATE INDEX statements_words_of ON all_statements (words_of) WHERE words_of IS NOT NULL;
CREATE INDEX statements_occasion ON all_statements (ref, occasion) WHERE occasion IS NOT NULL;
CREATE INDEX statements_retracted ON all_statements (path) WHERE retracted = 1;
CREATE INDEX statements_misattributed ON all_statements (ref) WHERE status = 'misattributed';
CREATE UNIQUE INDEX evidence_ref ON evidence (ref, number);
CREATE INDEX evidence_source ON evidence (source);
CREATE INDEX evidence_speaker ON evidence (speaker) WHERE speaker IS NOT NULL;
CREATE INDEX evidence_via ON evidence (via) WHERE via IS NOT NULL;
CREATE INDEX evidence_derived_from ON evidence (derived_from) WHERE derived_from IS NOT NULL;
CREATE UNIQUE INDEX codings_ref ON all_codings (ref, coder);
CREATE INDEX codings_path ON all_codings (path);
CREATE UNIQUE INDEX coding_frames_ref ON all_coding_frames (ref, coder, frame);
CREATE INDEX doubles_ref ON doubles (ref);
CREATE INDEX doubles_family ON doubles (family);
CREATE INDEX problems_ref ON problems (ref);
CREATE INDEX problems_path ON problems (path);
