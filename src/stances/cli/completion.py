"""`stances completion`."""

from __future__ import annotations

import click

from stances.cli.options import VARIABLE, Command

SHELLS = ("bash", "zsh", "fish")


@click.command(
    "completion",
    cls=Command,
    examples=(
        ("stances completion bash", "into ~/.local/share/bash-completion/completions/stances"),
        ("stances completion zsh", "into a file `_stances` in a folder of $fpath"),
        ("stances completion fish", "into ~/.config/fish/completions/stances.fish"),
    ),
    help="Write the script by which a shell completes commands, options, and what the corpus "
    "has: officials, statements, sources and the words of the codebook. Redirect it into the file "
    'named above, or have it read at the start of the shell: eval "$(stances completion bash)". '
    "Needs bash 4.4.",
)
@click.argument("shell", metavar=f"{'|'.join(SHELLS)}", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, /, shell: str) -> None:
    """Write the script of a shell."""
    from click.shell_completion import (  # noqa: PLC0415 - help of it is to be quick
        ShellComplete,
        get_completion_class,
    )

    shell_class = get_completion_class(shell)
    if shell_class is not None:
        # Not the method of the class itself: that of bash runs bash to learn its version.
        source = ShellComplete.source(shell_class(ctx.find_root().command, {}, "stances", VARIABLE))
        click.echo(source.strip())
