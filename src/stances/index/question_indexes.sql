-- The indexes that questions alone are asked by; a build asks nothing by them.
CREATE INDEX statements_official ON all_statements (official);
-- In the order of `list`, so that its first row need not wait for the last.
CREATE INDEX statements_listed ON all_statements (
    name, official, COALESCE(said_from, ''), COALESCE(said_to, '9999-12-31'),
    COALESCE(moment, ''), ref
);
-- All that figures are counted of, in an order in which an official's statements on an issue stand
-- together, and so do those in one position: no other page has to be read, and nothing sorted.
CREATE INDEX statements_figures ON all_statements (
    faction, official, issue, position, score, disputed, unnamed, hearsay, status, match_certain,
    match_probable, words_of, ref, said_from, said_to
);
CREATE INDEX tallies_official ON tallies (official, faction, issue, hearsay, status);
CREATE INDEX statement_frames_ref ON statement_frames (ref);
CREATE INDEX statement_frames_frame ON statement_frames (frame);
