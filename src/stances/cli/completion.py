"""`stances completion`."""

from __future__ import annotations

import click

from stances.cli.options import VARIABLE, Choice, Command

SHELLS = ("bash", "zsh", "fish")


@click.command(
    "completion",
    cls=Command,
    examples=(
        ("stances completion bash", "into ~/.local/share/bash-completion/completions/stances"),
        ("stances completion zsh", "into a file `_stances` in a folder of $fpath"),
        ("stances completion fish", "into ~/.config/fish/completions/stances.fish"),
    ),
    help="Write a script for shell completion of commands, options, and the ids of the corpus: "
    "officials, statements, sources and codebook words. Redirect it to the file named above, "
    'or run it when the shell starts: eval "$(stances completion bash)". Bash must be 4.4 or '
    "newer.",
)
@click.argument("shell", metavar=f"{'|'.join(SHELLS)}", type=Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, /, shell: str) -> None:
    """Write the script of a shell."""
    from click.shell_completion import ShellComplete  # noqa: PLC0415 - help of it is to be quick

    from stances.cli.shell_completion import CLASSES  # noqa: PLC0415 - as above

    asked = CLASSES[shell](ctx.find_root().command, {}, "stances", VARIABLE)
    # Not the method of the class itself: that of bash runs bash to learn its version.
    click.echo(ShellComplete.source(asked).strip())
