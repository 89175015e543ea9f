"""Counts a corpus a second time, from its YAML alone: an independent judge of the answers.

    python tests/recount FOLDER

Nothing of the program is imported. What is counted follows the definitions of `docs/`, in the
plainest way: all pairs are compared, every chain is walked, nothing is kept up to date. The corpus
has to be valid; what a name means is looked up without regard to case, and nothing else.
"""
