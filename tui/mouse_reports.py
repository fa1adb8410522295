"""Whose the mouse is: the program's, while the terminal reports it, or the terminal's.

Textual has no way to change that once it runs, so this asks its driver. A driver without the way
(in tests, in a browser) keeps the mouse as it is.
"""

from typing import Any

from textual.app import App


def has_mouse(app: App[Any]) -> bool | None:
    """Return whether the mouse is the program's; None where that cannot be changed."""
    driver = app._driver
    return getattr(driver, "_mouse", None) if hasattr(driver, "_disable_mouse_support") else None


def report_mouse(app: App[Any], wanted: bool) -> None:
    """Have the terminal report the mouse, or keep it; also after another program had it."""
    driver: Any = app._driver
    if has_mouse(app) is None or has_mouse(app) is wanted:
        return
    if wanted:
        driver._mouse = True
        driver._enable_mouse_support()
    else:
        driver._disable_mouse_support()
        driver._mouse = False
