-- Made once the tables are filled, which takes less time than keeping them in order all along.
CREATE INDEX names_folded ON names (folded);
CREATE INDEX names_official ON names (official);
CREATE INDEX roles_faction ON roles (faction);
CREATE INDEX assessment_subjects_about ON assessment_subjects (about);
CREATE INDEX statements_official ON all_statements (official);
CREATE INDEX statements_faction ON all_statements (faction);
CREATE INDEX statement_frames_ref ON statement_frames (ref);
CREATE INDEX statement_frames_frame ON statement_frames (frame);
CREATE INDEX evidence_source ON evidence (source);
CREATE INDEX evidence_speaker ON evidence (speaker) WHERE speaker IS NOT NULL;
CREATE INDEX evidence_derived_from ON evidence (derived_from) WHERE derived_from IS NOT NULL;
CREATE INDEX problems_ref ON problems (ref);
CREATE INDEX problems_path ON problems (path);
