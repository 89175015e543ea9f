"""Print what there is to count in a corpus."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from recount.answers import Judge


def main(folder: str) -> None:
    """Print what there is to count in a corpus as JSON."""
    corpus = Judge(Path(folder))
    by = [[], *([key] for key in "faction official position source frame month issue".split())]
    answer = {
        "list": corpus.rows({}),
        "summary": {",".join(keys): corpus.summary(keys, {}) for keys in by},
        "timeline": corpus.timeline({}),
        "pairs": [
            pair | {key: [*map(list, pair[key].items())] for key in ("pairs", "strength")}
            for pair in corpus.pairs({})
        ],
        "about": corpus.about({}),
        "report": corpus.report({}),
    }
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


main(*sys.argv[1:])
