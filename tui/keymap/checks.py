"""Is what [tui] says about keys and themes possible? Only the screen's own parts can tell.

Law: this needs textual, so it is asked only before a screen is shown, and by `validate` where a
file says something about them.
"""

from difflib import get_close_matches

from agents_core.config.diagnostics import suggest
from agents_core.config.document import Report
from agents_core.config.schema import Tui
from tui.keymap.key_names import is_sequence, known_names, label_of, split_keys
from tui.keymap.registry import all_actions, clashes
from tui.themes import theme_names


def check_screen(report: Report, tui: Tui) -> None:
    """Report a theme nobody knows, actions and keys that are none, and keys with two meanings."""
    if tui.theme not in theme_names():
        message = f'unknown theme "{tui.theme}"'
        hint = suggest(tui.theme, theme_names()) or "agent-tui run --help names the themes"
        report.error(("tui", "theme"), "unknown-theme", message, hint)
    check_keymap(report, tui)


def check_keymap(report: Report, tui: Tui) -> None:
    """Report what is wrong with [tui.keymap]."""
    places = {action.id: action.places for action in all_actions()} if tui.keymap else {}
    for id, text in tui.keymap.items():
        path = ("tui", "keymap", id)
        if id not in places:
            hint = suggest(id, places) or "agent-tui keys lists them"
            report.error(path, "unknown-action", f'unknown action "{id}"', hint, on="key")
            continue
        try:
            keys = split_keys(text)
        except ValueError as error:
            report.error(path, "bad-value", f'"{error}" is no key', _near(str(error)))
            continue
        if any(map(is_sequence, keys)) and places[id] != {"run"}:
            message = "two keys in a row work on the screen of a run alone"
            report.error(path, "bad-value", message)
    if not report.has_errors:
        _warn_of_clashes(report, tui)


def _warn_of_clashes(report: Report, tui: Tui) -> None:
    for clash in clashes(tui.keymap):
        one, other = clash.ids
        changed = other if other in tui.keymap else one
        message = f'"{label_of(clash.key)}" is both {one} and {other} ({clash.where})'
        report.warn(("tui", "keymap", changed), "key-conflict", message)


def _near(key: str) -> str:
    close = get_close_matches(key, list(known_names()), n=1)
    if close:
        return f'did you mean "{close[0]}"?'
    return "such as p, ?, comma, ctrl+x, f2, or two in a row: ]t"
