"""Runs the `stances` command for `python -m stances`."""

import sys

if __name__ == "__main__":
    # Nothing may be imported from the current folder. With -P, Python does not add it.
    if not sys.flags.safe_path:
        del sys.path[0]

    from stances.cli import main

    main()
