"""Model names: "provider/model-id", or a [models.*] table that stands for one.

Law: a model id may contain slashes, a provider's name may not, so the first slash splits.
"""

from dataclasses import dataclass
from typing import Final

from agents_core.config.graph import reachable_agents
from agents_core.config.schema import Config, Model, OpenAIProvider, Provider, ScriptedProvider

BUILT_IN_PROVIDERS: Final[dict[str, Provider]] = {
    "openai": OpenAIProvider(kind="openai"),
    "ollama": OpenAIProvider(
        kind="openai",
        api="chat_completions",
        base_url="http://localhost:11434/v1",
        keyless=True,
    ),
    "scripted": ScriptedProvider(kind="scripted"),
}
"""Providers that need no table; a table of that name replaces them."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model name, taken apart."""

    provider: str
    model_id: str
    table: Model
    """Settings and prices; those of an unnamed model are empty."""

    @property
    def name(self) -> str:
        """The name with its provider."""
        return f"{self.provider}/{self.model_id}"


def choose_model(config: Config, name: str) -> ModelChoice:
    """Return what a valid model `name` stands for."""
    table = config.models.get(name) or Model(model=name)
    provider, _, model_id = table.model.partition("/")
    return ModelChoice(provider, model_id, table)


def agent_model(config: Config, agent: str) -> ModelChoice:
    """Return the model of an agent of a valid configuration."""
    name = config.agents[agent].model or config.run.model
    assert name is not None, "checked when the file was loaded"
    return choose_model(config, name)


def provider_table(config: Config, name: str) -> Provider:
    """Return the table of a known provider, written or built in."""
    return config.providers.get(name) or BUILT_IN_PROVIDERS[name]


def used_providers(config: Config) -> list[str]:
    """Return the providers a run of a valid configuration can come to, each once."""
    return list(
        dict.fromkeys(agent_model(config, agent).provider for agent in reachable_agents(config))
    )
