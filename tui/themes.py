"""Themes: ours, dark and light, and what our panes need of every other.

Law: line panes paint without transparency, so the shades between text and background are colours of
their own: `SHADES`. A theme that does not name them gets them mixed, by how well they can be read.
"""

from collections.abc import Mapping
from typing import Final

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="agent-tui-dark",
    primary="#7aa2d8",
    secondary="#a18fc4",
    accent="#d7a45f",
    foreground="#d0d4da",
    background="#101317",
    surface="#15191e",
    panel="#1d2229",
    success="#83b37a",
    warning="#d9b45b",
    error="#dc6d6d",
    dark=True,
    variables={
        "quiet": "#868d97",
        "hint": "#555c66",
        "line": "#343b45",
        "row": "#1d2836",
        "row-pale": "#1a1e24",
        "found": "#5e4d1c",
    },
)
"""Few colours, each with one meaning."""

LIGHT = Theme(
    name="agent-tui-light",
    primary="#2f6099",
    secondary="#6b5596",
    accent="#8d5a12",
    foreground="#23282f",
    background="#fbfaf7",
    surface="#f4f3ee",
    panel="#e9e7e0",
    success="#3a7430",
    warning="#8a6410",
    error="#b23636",
    dark=False,
    variables={
        "quiet": "#636a74",
        "hint": "#9ba0a8",
        "line": "#c9c8c1",
        "row": "#dbe6f3",
        "row-pale": "#efede6",
        "found": "#f2dc9a",
    },
)
"""The same on paper."""

OURS: Final = (DARK, LIGHT)

AUTO: Final = "auto"
"""Stands for the one of ours that suits the terminal."""

TERMINAL_SHADES: Final[Mapping[bool, Mapping[str, str]]] = {
    True: {
        "quiet": "ansi_white",
        "hint": "ansi_bright_black",
        "line": "ansi_bright_black",
        "row": "ansi_blue",
        "row-pale": "ansi_black",
        "found": "ansi_magenta",
    },
    False: {
        "quiet": "ansi_bright_black",
        "hint": "ansi_bright_black",
        "line": "ansi_bright_black",
        "row": "ansi_cyan",
        "row-pale": "ansi_white",
        "found": "ansi_yellow",
    },
}
"""Shades of themes that leave the colours to a dark (True) or light terminal."""

_READABLE, _VISIBLE, _FAINT = 4.5, 2.8, 1.7
"""Contrasts, as WCAG counts them, of words, of words that need not be read, and of lines."""

_MOST = 0.75
"""The share of a theme's own contrast that a shade may have."""


def theme_names() -> list[str]:
    """Return what can be asked for."""
    return [AUTO, *(theme.name for theme in OURS), *BUILTIN_THEMES]


def shades_of(theme: Theme) -> Mapping[str, str]:
    """Return the shades between text and background in `theme`."""
    if theme.ansi:
        return TERMINAL_SHADES[theme.dark]
    colours = theme.to_color_system().generate()
    ground, text = Color.parse(colours["background"]), Color.parse(colours["foreground"])
    return {
        "quiet": _shade(ground, text, _READABLE).hex,
        "hint": _shade(ground, text, _VISIBLE).hex,
        "line": _shade(ground, text, _FAINT).hex,
        "row": ground.blend(Color.parse(colours["primary"]), 0.2).hex,
        "row-pale": ground.blend(text, 0.07).hex,
        "found": ground.blend(Color.parse(colours["warning"]), 0.35).hex,
    }


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2 counts it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _shade(ground: Color, text: Color, wanted: float) -> Color:
    """Return the first mixture of `ground` and `text` that stands out from `ground` enough."""
    enough = min(wanted, contrast(ground, text) * _MOST)
    mixtures = (ground.blend(text, step / 50) for step in range(1, 51))
    return next(mixture for mixture in mixtures if contrast(ground, mixture) >= enough)


def _luminance(colour: Color) -> float:
    """Return the relative luminance, 0 to 1: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
