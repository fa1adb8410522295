"""Build the agents a configuration describes.

Law: the one room of this package that imports openai and runs the user's code.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agents_core.config.load import LoadedConfig


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known of an agent's model, for display."""

    name: str
    """ "provider/model-id"."""
    input_price: float | None = None
    """US dollars per million tokens; so are the other prices."""
    cached_input_price: float | None = None
    output_price: float | None = None
    context_window: int | None = None


@dataclass(frozen=True, slots=True)
class RunPlan:
    """All a run needs: `Runner.run_streamed(plan.agent, plan.input, …)`."""

    agent: Any
    """The agent it starts with."""
    input: str
    max_turns: int
    timeout: float | None
    """Seconds the run may take."""
    run_config: Any
    models: Mapping[str, ModelCard]
    """By agent name."""
    secret_env: tuple[str, ...]
    """Names of the environment variables whose values must not be recorded."""
    title: str
    """What to call the run: the start agent and the file."""
    close: Callable[[], Awaitable[None]]
    """Closes the clients of its providers; to be awaited once the run is over."""


def build_run(loaded: LoadedConfig) -> RunPlan:
    """Return the plan of a run of `loaded`.

    Takes a second or two (openai and the user's modules are imported): call it in a thread.

    Raises:
        ConfigError: a module does not import, or what it holds cannot be used.
    """
    raise NotImplementedError
