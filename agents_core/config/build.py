"""Build the run a configuration describes, or an agent that is built already.

Law: this and `building` are the only rooms of the package that import openai and run the user's
code. What fails there is reported like any other error of the file: at its place, all at once.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agents_core.agents.agent import Agent
from agents_core.agents.kept_sessions import open_kept_session
from agents_core.agents.run_config import RunConfig, ToolExecutionConfig
from agents_core.config.agent_names import display_name
from agents_core.config.building.agents import make_agents
from agents_core.config.building.approvals import policy_approver
from agents_core.config.building.context import BuildContext
from agents_core.config.building.memory import Memory, open_memory
from agents_core.config.building.models import ModelMaker
from agents_core.config.document import Report
from agents_core.config.graph import start_agent
from agents_core.config.load import LoadedConfig
from agents_core.config.overrides import Overrides
from agents_core.config.python_importer import PythonImporter
from agents_core.costs import ModelCard
from agents_core.errors import ConfigError
from agents_core.running.runner import DEFAULT_MAX_TURNS

__all__ = ["ModelCard", "RunPlan", "build_run", "plan_of"]


@dataclass(frozen=True, slots=True)
class RunPlan:
    """All a run needs: `Runner.run_streamed(plan.agent, plan.input, …)`."""

    agent: Agent[Any]
    """The agent it starts with."""
    input: str
    max_turns: int
    run_config: RunConfig
    """Its `journal` is for the caller to set."""
    models: Mapping[str, ModelCard]
    """By agent name."""
    secret_env: tuple[str, ...]
    """Names of the environment variables whose values must not be recorded."""
    title: str
    """What to call the run: the start agent and the file."""
    close: Callable[[], Awaitable[None]]
    """Closes what the run holds open; to be awaited once it is over."""
    memory: Memory
    """Who keeps the conversation; its `options()` are for the runner."""


def build_run(loaded: LoadedConfig) -> RunPlan:
    """Return the plan of a run of `loaded`.

    Takes a second or two (openai and the user's modules are imported): call it in a thread.

    Raises:
        ConfigError: a module does not import, what it holds cannot be used, or a secret is missing.
    """
    config = loaded.config
    report = Report(loaded.document)
    context = BuildContext(loaded, report, PythonImporter(loaded.base_dir))
    models = ModelMaker(context)
    agents = make_agents(context, models)
    start = start_agent(config)
    memory = Memory() if report.has_errors else open_memory(context)
    if report.has_errors or start is None:
        raise ConfigError(report.found)
    title = f"{display_name(config, start)} · {loaded.document.file}"
    limit = config.run.max_parallel_tools
    return RunPlan(
        agent=agents[start],
        input=loaded.input or "",
        max_turns=config.run.max_turns,
        run_config=RunConfig(
            workflow_name=title,
            timeout=config.run.timeout,
            approver=policy_approver(config.run.approval_policy),
            tool_execution=None if limit is None else ToolExecutionConfig(limit),
        ),
        models={display_name(config, name): models.card(name) for name in agents},
        secret_env=loaded.secret_env,
        title=title,
        close=memory.closing(models.close),
        memory=memory,
    )


def plan_of(agent: Agent[Any], overrides: Overrides) -> RunPlan:
    """Return the plan of a run of an agent that no configuration describes.

    Args:
        agent: where it starts.
        overrides: the limits, who approves, and the session; the rest is for configurations.

    Raises:
        UserError: the file of conversations cannot be used.
    """
    memory = Memory(None if overrides.session is None else open_kept_session(overrides.session))
    return RunPlan(
        agent=agent,
        input=overrides.input or "",
        max_turns=overrides.max_turns or DEFAULT_MAX_TURNS,
        run_config=RunConfig(
            workflow_name=agent.name,
            timeout=overrides.timeout,
            approver=policy_approver(overrides.approval_policy or "ask"),
        ),
        models={},
        secret_env=(),
        title=agent.name,
        close=memory.closing(_nothing),
        memory=memory,
    )


async def _nothing() -> None:
    """Close nothing."""
