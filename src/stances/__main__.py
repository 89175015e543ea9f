"""`python -m stances` is the `stances` command."""

from stances.cli import main

if __name__ == "__main__":
    main()
