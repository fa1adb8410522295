"""ModelCall: everything one call of a model is given, and how it is made ready."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from agents_core.agents.agent import Agent, output_schema_of
from agents_core.agents.agent_cards import model_name
from agents_core.agents.agent_output import AgentOutputSchemaBase
from agents_core.agents.handoffs import Handoff
from agents_core.agents.model_settings import ModelSettings
from agents_core.agents.run_config import CallModelData, ModelInputData, RunConfig
from agents_core.agents.run_context import RunContextWrapper
from agents_core.awaiting import settled
from agents_core.errors import UserError
from agents_core.models.interface import Model, ModelTracing
from agents_core.tools import Tool


@dataclass(frozen=True, slots=True)
class ModelCall:
    """What a model is asked, whole."""

    model: Model
    model_name: str | None
    """For people; the model knows its own."""
    instructions: str | None
    input: list[Any]
    settings: ModelSettings
    tools: list[Tool]
    handoffs: list[Handoff[Any, Any]]
    output_schema: AgentOutputSchemaBase | None
    prompt: Any | None = None
    previous_response_id: str | None = None
    conversation_id: str | None = None

    def arguments(self) -> tuple[Any, ...]:
        """Return the positional arguments of `Model.get_response` and `stream_response`."""
        return (
            self.instructions,
            self.input,
            self.settings,
            self.tools,
            self.output_schema,
            self.handoffs,
            ModelTracing.DISABLED,
        )

    def keywords(self) -> dict[str, Any]:
        """Return their keyword arguments."""
        return {
            "previous_response_id": self.previous_response_id,
            "conversation_id": self.conversation_id,
            "prompt": self.prompt,
        }

    def settings_data(self) -> dict[str, Any]:
        """Return the settings that are set, as an event holds them."""
        return self.settings.to_json_dict()


async def prepare_call(
    agent: Agent[Any], context: RunContextWrapper[Any], config: RunConfig, *, has_used_tools: bool
) -> ModelCall:
    """Ask the agent what its model is to be given this turn; the input is not known yet.

    Args:
        agent: whose turn it is.
        context: handed to functions that decide.
        config: of the run.
        has_used_tools: whether the agent has used a tool before, which ends a forced choice.
    """
    tools = await agent.get_all_tools(context)
    instructions = await agent.get_system_prompt(context)
    handoffs = await agent.get_handoffs(context)
    settings = agent.model_settings.resolve(config.model_settings)
    if has_used_tools and agent.reset_tool_choice:
        settings = replace(settings, tool_choice=None)
    model = resolve_model(agent, config)
    return ModelCall(
        model=model,
        model_name=_shown_name(agent, config, model),
        instructions=instructions,
        input=[],
        settings=settings,
        tools=tools,
        handoffs=handoffs,
        output_schema=output_schema_of(agent),
        prompt=agent.prompt,
    )


def resolve_model(agent: Agent[Any], config: RunConfig) -> Model:
    """Return the model to ask: the run's if it names one, else the agent's."""
    wanted = agent.model if config.model is None else config.model
    if isinstance(wanted, Model):
        return wanted
    provider = config.model_provider
    if provider is None:
        from agents_core.models.client import OpenAIProvider  # slow; not every run needs it

        provider = OpenAIProvider()
    return provider.get_model(wanted)


def _shown_name(agent: Agent[Any], config: RunConfig, model: Model) -> str | None:
    """Return what to call the model: as it was asked for, else as it calls itself."""
    wanted = agent.model if config.model is None else config.model
    return wanted if isinstance(wanted, str) else model_name(model)


async def filtered_call(
    call: ModelCall, input: Sequence[Any], agent: Agent[Any], context: Any, config: RunConfig
) -> ModelCall:
    """Return the call with its input, as the run's `call_model_input_filter` leaves both.

    Raises:
        UserError: the filter returned something else than `ModelInputData`.
    """
    if config.reasoning_item_id_policy == "omit":
        input = [_without_reasoning_id(item) for item in input]
    if config.call_model_input_filter is None:
        return replace(call, input=list(input))
    given = ModelInputData(list(input), call.instructions)
    left = await settled(config.call_model_input_filter(CallModelData(given, agent, context)))
    if not isinstance(left, ModelInputData):
        raise UserError(
            f"call_model_input_filter must return ModelInputData, got {type(left).__name__}"
        )
    return replace(call, input=list(left.input), instructions=left.instructions)


def _without_reasoning_id(item: Any) -> Any:
    """Return an item as it is sent where reasoning is to have no id."""
    if not isinstance(item, dict) or item.get("type") != "reasoning":
        return item
    return {key: value for key, value in item.items() if key != "id"}
