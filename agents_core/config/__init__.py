"""agents.toml: read, check, explain, and build what it describes.

Law: everything but `build` works without openai and without running the user's code.

`load_config` reads and checks; `agents_core.config.build.build_run` makes agents of the result.
"""

from agents_core.config.diagnostics import Diagnostic
from agents_core.config.load import LoadedConfig, load_config
from agents_core.config.overrides import Overrides
from agents_core.errors import ConfigError

__all__ = ["ConfigError", "Diagnostic", "LoadedConfig", "Overrides", "load_config"]
