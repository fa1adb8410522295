"""`agent-tui completion`: what a shell needs to complete commands, options and run ids."""

import click
from click.shell_completion import get_completion_class

from tui.cli.lazy_group import Command

_INSTALL = {
    "bash": 'eval "$(agent-tui completion bash)"   # in ~/.bashrc',
    "zsh": 'eval "$(agent-tui completion zsh)"   # in ~/.zshrc, after compinit',
    "fish": "agent-tui completion fish | source   # in ~/.config/fish/config.fish",
}
"""The line that switches completion on."""


@click.command(
    cls=Command,
    examples=(
        ('eval "$(agent-tui completion bash)"', "complete in this bash"),
        ("agent-tui completion fish | source", "complete in this fish"),
    ),
)
@click.argument("shell", type=click.Choice(list(_INSTALL)))
def completion(shell: str) -> None:
    """Print the completion script of a shell; it completes run ids as well."""
    script = get_completion_class(shell)
    assert script is not None, "the choices are those click has"
    from tui.cli import cli

    click.echo(f"# {_INSTALL[shell]}")
    click.echo(script(cli, {}, "agent-tui", "_AGENT_TUI_COMPLETE").source())
