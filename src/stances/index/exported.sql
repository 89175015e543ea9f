-- What a file of `stances export sqlite` has beside the tables of public_tables.sql, made when they
-- are filled. Names are those that sqlite-utils gives.

CREATE INDEX idx_sources_version_of ON sources (version_of);
CREATE INDEX idx_sources_copy_of ON sources (copy_of);
CREATE INDEX idx_roles_faction ON roles (faction);
CREATE INDEX idx_statements_official ON statements (official);
CREATE INDEX idx_statements_faction ON statements (faction);
CREATE INDEX idx_statements_issue_position ON statements (issue, position);
CREATE INDEX idx_statements_words_of ON statements (words_of);
CREATE INDEX idx_statement_frames_frame ON statement_frames (frame);
CREATE INDEX idx_same_occasions_other ON same_occasions (other);
CREATE INDEX idx_evidence_source ON evidence (source);
CREATE INDEX idx_evidence_speaker ON evidence (speaker);
CREATE INDEX idx_evidence_derived_from ON evidence (derived_from);
CREATE INDEX idx_coding_frames_frame ON coding_frames (frame);
CREATE INDEX idx_disputes_words_source ON disputes (words_source);

-- Statements as people read them. The source is the first that printed the words in `quote`; rowid
-- is that of `statements`, by which its full text finds rows here.
CREATE VIEW statements_readable AS
SELECT s.name, f.label AS faction_label, s.said, i.question, p.label AS position_label, s.quote,
    s.conditions, s.summary, r.publisher, r.published, r.title, COALESCE(e.url, r.url) AS url,
    s.status, s.disputed, s.score, s.said_from, s.said_to, r.source, s.ref, s.rowid AS rowid
FROM statements AS s
LEFT JOIN factions AS f ON f.faction = s.faction
LEFT JOIN issues AS i ON i.issue = s.issue
LEFT JOIN positions AS p ON p.issue = s.issue AND p.position = s.position
LEFT JOIN evidence AS e ON e.ref = COALESCE(s.words_of, s.ref) AND e.number = (
    SELECT MIN(number) FROM evidence
    WHERE ref = COALESCE(s.words_of, s.ref) AND text = s.quote)
LEFT JOIN sources AS r ON r.source = e.source;

-- Full text, which Datasette and sqlite-utils find by `content`.
CREATE VIRTUAL TABLE statements_fts USING fts5(
    name, venue, quote, summary, conditions, note,
    content="statements", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE evidence_fts USING fts5(
    text, original, via, note,
    content="evidence", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE disputes_fts USING fts5(
    note, resolution, words,
    content="disputes", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE officials_fts USING fts5(
    name, native_name, aliases, note,
    content="officials", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE sources_fts USING fts5(
    title, publisher, authors, note,
    content="sources", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE assessments_fts USING fts5(
    text, note,
    content="assessments", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE uncoded_fts USING fts5(
    text, why,
    content="uncoded", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO statements_fts (statements_fts) VALUES ('rebuild');
INSERT INTO evidence_fts (evidence_fts) VALUES ('rebuild');
INSERT INTO disputes_fts (disputes_fts) VALUES ('rebuild');
INSERT INTO officials_fts (officials_fts) VALUES ('rebuild');
INSERT INTO sources_fts (sources_fts) VALUES ('rebuild');
INSERT INTO assessments_fts (assessments_fts) VALUES ('rebuild');
INSERT INTO uncoded_fts (uncoded_fts) VALUES ('rebuild');
