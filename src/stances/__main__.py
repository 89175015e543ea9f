"""`python -m stances` is the `stances` command."""

import sys

if __name__ == "__main__":
    # It is the current folder, of which nothing is to be imported; but with -P it is not there.
    if not sys.flags.safe_path:
        del sys.path[0]

    from stances.cli import main

    main()
