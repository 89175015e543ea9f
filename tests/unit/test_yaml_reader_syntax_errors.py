from __future__ import annotations

from stances.yaml_reader.syntax_errors import Stop, explanation


class TestExplanation:
    def test_what_nobody_foresaw_is_explained_too(self) -> None:
        stop = Stop("found something odd", 0, 2, None)
        message, hint, offset = explanation("a: b\n", stop)
        assert (message, offset) == ("this cannot be read as YAML", 2)
        assert hint

    def test_nothing_is_told_of_a_place_behind_the_text(self) -> None:
        stop = Stop("found something odd", 0, 6, None)
        assert explanation("a: b\n\n", stop)[2] == 4
        stop = Stop("mapping keys are not allowed", 0, 6, None)
        assert explanation("a: b\n\n", stop)[2] == 4
