"""agents.toml: read, check, explain, and build what it describes.

Law: everything but `build` works without openai and without running the user's code. Importing this
package alone imports nothing else of it: pydantic takes longer than a screen to come up.

`load_config` reads and checks; `agents_core.config.build.build_run` makes agents of the result.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from agents_core.errors import ConfigError

if TYPE_CHECKING:
    from agents_core.config.diagnostics import Diagnostic
    from agents_core.config.load import LoadedConfig, load_config
    from agents_core.config.overrides import Overrides

__all__ = ["ConfigError", "Diagnostic", "LoadedConfig", "Overrides", "load_config"]

_MODULES: Final = {
    "Diagnostic": "diagnostics",
    "LoadedConfig": "load",
    "Overrides": "overrides",
    "load_config": "load",
}
"""Where each name is."""


def __getattr__(name: str) -> Any:
    """Fetch a public name from its module."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
