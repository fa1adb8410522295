"""Long text on a terminal: in the pager the user has."""

import os
import sys
from collections.abc import Iterable

import click

from tui.terminal import shows_colour, shows_unicode


def page(lines: Iterable[str]) -> None:
    """Show lines, each with its end, in `$PAGER`."""
    if not shows_unicode(os.environ):
        # Imported here because few locales need it.
        from tui.ascii_signs import in_ascii

        lines = (in_ascii(line, keep=False) for line in lines)
    # None, not True: only then is less told to let colours through.
    click.echo_via_pager(lines, color=None if shows_colour(sys.stdout) else False)
