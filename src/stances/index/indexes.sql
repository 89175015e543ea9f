-- How many records of each kind there are, for the assertions of corpus.yaml.
CREATE VIEW counted AS
SELECT 'officials' AS kind, COUNT(*) AS found FROM files WHERE files.kind = 'official'
UNION ALL SELECT 'sources', COUNT(*) FROM files WHERE files.kind = 'source'
UNION ALL SELECT 'statements', CASE WHEN COUNT(*) = COUNT(statements) THEN SUM(statements) END
FROM files;
-- What questions are asked of: statements without errors.
CREATE VIEW statements AS
SELECT * FROM all_statements AS s
WHERE NOT EXISTS (SELECT 1 FROM problems AS p WHERE p.ref = s.ref AND p.severity = 'error');

-- Made once the tables are filled, which takes less time than keeping them in order all along.
CREATE UNIQUE INDEX issues_issue ON issues (issue);
CREATE UNIQUE INDEX positions_position ON positions (issue, position);
CREATE UNIQUE INDEX factions_faction ON factions (faction);
CREATE UNIQUE INDEX frames_frame ON frames (frame);
CREATE UNIQUE INDEX files_path ON files (path);
CREATE UNIQUE INDEX sources_source ON sources (source);
CREATE UNIQUE INDEX assessments_source ON assessments (source, number);
CREATE UNIQUE INDEX officials_official ON officials (official);
CREATE UNIQUE INDEX roles_official ON roles (official, number);
CREATE INDEX disputes_ref ON disputes (ref);
CREATE INDEX names_folded ON names (folded);
CREATE INDEX names_official ON names (official);
CREATE INDEX roles_faction ON roles (faction);
CREATE INDEX assessment_subjects_source ON assessment_subjects (source, number);
CREATE INDEX assessment_subjects_about ON assessment_subjects (about);
CREATE UNIQUE INDEX statements_ref ON all_statements (ref);
CREATE INDEX statements_official ON all_statements (official);
-- In the order of `list`, so that its first row need not wait for the last.
CREATE INDEX statements_listed ON all_statements (
    name, official, COALESCE(said_from, ''), COALESCE(said_to, '9999-12-31'), ref
);
-- All that figures are counted of, so that no other page has to be read.
CREATE INDEX statements_figures ON all_statements (
    faction, issue, position, official, score, disputed, status, match_certain, match_probable,
    said_from, said_to, ref
);
CREATE INDEX statement_frames_ref ON statement_frames (ref);
CREATE INDEX statement_frames_frame ON statement_frames (frame);
CREATE UNIQUE INDEX evidence_ref ON evidence (ref, number);
CREATE INDEX evidence_source ON evidence (source);
CREATE INDEX evidence_speaker ON evidence (speaker) WHERE speaker IS NOT NULL;
CREATE INDEX evidence_derived_from ON evidence (derived_from) WHERE derived_from IS NOT NULL;
CREATE INDEX problems_ref ON problems (ref);
CREATE INDEX problems_path ON problems (path);
