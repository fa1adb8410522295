"""Models over their providers' clients; each provider gets one client, when it is first needed."""

from typing import assert_never

from openai import AsyncOpenAI

from agents_core.agents.model_retries import (
    ModelRetryBackoffSettings,
    ModelRetrySettings,
    retry_policies,
)
from agents_core.agents.model_settings import ModelSettings
from agents_core.config import schema
from agents_core.config.building.context import BuildContext
from agents_core.config.building.script import make_script
from agents_core.config.model_names import agent_model, provider_table
from agents_core.config.replayed_runs import find_replayed_run
from agents_core.costs import ModelCard, Prices
from agents_core.errors import RecordingError
from agents_core.models.chat_model import OpenAIChatCompletionsModel
from agents_core.models.client import make_client
from agents_core.models.replayed import replaying_client
from agents_core.models.responses import OpenAIResponsesModel
from agents_core.models.scripted import scripted_client
from agents_core.recording import Redactor, read_run
from agents_core.recording.model_calls import read_model_calls


class ModelMaker:
    """Makes the models of a run."""

    def __init__(self, context: BuildContext) -> None:
        """Start without any client."""
        self._context = context
        self._config = context.loaded.config
        self._clients: dict[str, AsyncOpenAI] = {}

    def model(self, agent: str) -> OpenAIResponsesModel | OpenAIChatCompletionsModel | None:
        """Return the model of an agent, or None once it was reported what is missing."""
        choice = agent_model(self._config, agent)
        if choice.provider not in self._clients:
            client = self._client(choice.provider)
            if client is None:
                return None
            self._clients[choice.provider] = client
        model_class = _model_class(provider_table(self._config, choice.provider))
        model = model_class(choice.model_id, self._clients[choice.provider])
        model.card = self.card(agent)
        return model

    def settings(self, agent: str) -> ModelSettings:
        """Return the settings of an agent's model; the agent's own go before the model's."""
        choice = agent_model(self._config, agent)
        own = self._config.agents[agent].model_settings
        return _settings(choice.table.settings).resolve(_settings(own))

    def card(self, agent: str) -> ModelCard:
        """Return what is known of an agent's model."""
        choice = agent_model(self._config, agent)
        table = choice.table
        prices = Prices(table.input_price, table.cached_input_price, table.output_price)
        return ModelCard(choice.name, prices, table.context_window)

    async def close(self) -> None:
        """Close all clients."""
        for client in self._clients.values():
            await client.close()

    def _client(self, provider: str) -> AsyncOpenAI | None:
        """Make the client of a provider."""
        table = provider_table(self._config, provider)
        match table:
            case schema.OpenAIProvider():
                return self._openai_client(provider, table)
            case schema.ScriptedProvider():
                return scripted_client(make_script(self._config, table))
            case schema.ReplayProvider():
                return self._replaying_client(provider, table)
            case _:
                assert_never(table)

    def _replaying_client(self, provider: str, table: schema.ReplayProvider) -> AsyncOpenAI | None:
        """Make a client that answers from a recorded run; masked is masked on both sides."""
        loaded = self._context.loaded
        secrets = (loaded.environ.get(name, "") for name in loaded.secret_env)
        try:
            path = find_replayed_run(self._config, table.run, loaded.base_dir, loaded.environ)
            with read_run(path) as run:
                calls = read_model_calls(run)
        except RecordingError as error:
            self._context.report.error(("providers", provider, "run"), "missing-file", str(error))
            return None
        return replaying_client(
            calls,
            speed=table.speed,
            on_difference=table.on_difference,
            redact=Redactor(filter(None, secrets)),
        )

    def _openai_client(self, provider: str, table: schema.OpenAIProvider) -> AsyncOpenAI | None:
        """Make a client that talks to a server, with its secrets from the environment."""
        environ = self._context.loaded.environ
        names = [*filter(None, [table.key_env]), *table.env_headers.values()]
        missing = [name for name in names if not environ.get(name)]
        for name in missing:
            message = f'environment variable {name} is not set (provider "{provider}" reads it)'
            self._context.report.error(("providers", provider), "missing-env", message, on="key")
        if missing:
            return None
        secret_headers = {key: environ[name] for key, name in table.env_headers.items()}
        return make_client(
            api_key=environ[table.key_env] if table.key_env else "keyless",
            base_url=table.base_url,
            organization=table.organization,
            project=table.project,
            headers=table.headers | secret_headers,
            query=table.query,
            timeout=table.timeout,
            max_retries=table.max_retries,
        )


def _model_class(
    table: schema.Provider,
) -> type[OpenAIResponsesModel] | type[OpenAIChatCompletionsModel]:
    """Return the model that speaks a provider's API; a recorded run is in that of Responses."""
    if not isinstance(table, schema.ReplayProvider) and table.api == "chat_completions":
        return OpenAIChatCompletionsModel
    return OpenAIResponsesModel


def _settings(table: schema.ModelSettings) -> ModelSettings:
    settings = ModelSettings(**table.model_dump(exclude_none=True, exclude={"retry"}))
    if table.retry is not None:
        settings.retry = _retry(table.retry)
    return settings


def _retry(table: schema.Retry) -> ModelRetrySettings:
    """Return when a failed call is made again."""
    return ModelRetrySettings(
        max_retries=table.max_retries,
        backoff=ModelRetryBackoffSettings(table.initial_delay, table.max_delay),
        policy=retry_policies.any(
            retry_policies.network_error(),
            retry_policies.provider_suggested(),
            retry_policies.http_status(table.statuses),
        ),
    )
