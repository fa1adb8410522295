"""Agents as they are built for a look at their tools: no model, no client, no key.

Law: the user's modules are imported, as in a run; openai is not.
"""

from typing import Any

from agents_core.agents.agent import Agent
from agents_core.agents.model_settings import ModelSettings
from agents_core.config.building.agents import make_agents
from agents_core.config.building.context import BuildContext
from agents_core.config.document import Report
from agents_core.config.load import LoadedConfig
from agents_core.config.python_importer import PythonImporter
from agents_core.errors import ConfigError


class _NoModels:
    """Stands in for the models nobody is going to ask."""

    def model(self, agent: str) -> None:
        """Return no model."""
        return None

    def settings(self, agent: str) -> ModelSettings:
        """Return settings that say nothing."""
        return ModelSettings()


def build_toolbox(loaded: LoadedConfig) -> dict[str, Agent[Any]]:
    """Return the agents a run can come to, by the names of their tables, without models.

    Raises:
        ConfigError: a module does not import, or what it holds cannot be used.
    """
    report = Report(loaded.document)
    context = BuildContext(loaded, report, PythonImporter(loaded.base_dir))
    agents = make_agents(context, _NoModels())
    if report.has_errors:
        raise ConfigError(report.found)
    return agents
