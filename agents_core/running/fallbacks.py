"""Fallbacks: an answer of the program's own in place of a failure of the run.

Law: without a handler for it, a failure is what it is.
"""

from typing import Any

from agents_core.agents.agent import Agent, output_schema_of
from agents_core.agents.agent_output import AgentOutputSchemaBase
from agents_core.agents.error_handlers import (
    RunErrorData,
    RunErrorHandlerInput,
    RunErrorHandlerResult,
    RunErrorHandlers,
    RunErrorKind,
)
from agents_core.awaiting import settled
from agents_core.errors import MaxTurnsExceeded, ModelBehaviorError, ModelRefusalError, UserError
from agents_core.items import ItemHelpers, MessageOutputItem, ToolApprovalItem
from agents_core.json_text import encode_json
from agents_core.running.result import RunResultStreaming

Failure = MaxTurnsExceeded | ModelRefusalError | ModelBehaviorError
"""What a handler can answer for."""


async def fallback(
    handlers: RunErrorHandlers | None, error: Failure, result: RunResultStreaming
) -> RunErrorHandlerResult | None:
    """Return what is to be answered instead of failing with `error`, or None to fail.

    Raises:
        UserError: the handler's answer is not of the agent's output type.
    """
    handler = (handlers or {}).get(_kind(error))
    if handler is None:
        return None
    data = RunErrorHandlerInput(error, result.context_wrapper, _data(result))
    given = await settled(handler(data))
    if given is None:
        return None
    answer = _as_result(given)
    answer.final_output = _checked(answer.final_output, result.current_agent)
    return answer


def answer_item(agent: Agent[Any], output: Any) -> MessageOutputItem:
    """Return an answer as the message the model did not give."""
    from openai.types.responses import (  # slow to import; only fallbacks need it
        ResponseOutputMessage,
        ResponseOutputText,
    )

    schema = output_schema_of(agent)
    text = str(output) if _is_text(schema) else _as_json(output, schema)
    part = ResponseOutputText(text=text, type="output_text", annotations=[], logprobs=[])
    message = ResponseOutputMessage(
        id="msg_fallback", type="message", role="assistant", content=[part], status="completed"
    )
    return MessageOutputItem(agent, message)


def _kind(error: Failure) -> RunErrorKind:
    """Return the name of the handler for a failure."""
    match error:
        case MaxTurnsExceeded():
            return "max_turns"
        case ModelRefusalError():
            return "model_refusal"
        case _:
            return "invalid_final_output"


def _data(result: RunResultStreaming) -> RunErrorData:
    """Return how far a run has come."""
    output = [
        item.to_input_item() for item in result.new_items if not isinstance(item, ToolApprovalItem)
    ]
    return RunErrorData(
        input=result.input,
        new_items=list(result.new_items),
        history=[*ItemHelpers.input_to_new_input_list(result.input), *output],
        output=output,
        raw_responses=list(result.raw_responses),
        last_agent=result.current_agent,
    )


def _as_result(given: Any) -> RunErrorHandlerResult:
    """Return what a handler gave, in its full form."""
    if isinstance(given, RunErrorHandlerResult):
        return given
    if isinstance(given, dict) and "final_output" in given:
        return RunErrorHandlerResult(**given)
    return RunErrorHandlerResult(given)


def _checked(output: Any, agent: Agent[Any]) -> Any:
    """Return a handler's answer as the agent's output type has it.

    Raises:
        UserError: it is not of that type.
    """
    schema = output_schema_of(agent)
    if schema is None or _is_text(schema):
        return output
    try:
        return schema.validate_json(_as_json(output, schema))
    except ModelBehaviorError as error:
        raise UserError(
            f"Invalid run error handler final_output for structured output: {error}"
        ) from error


def _is_text(schema: AgentOutputSchemaBase | None) -> bool:
    """Say whether the agent answers in plain text."""
    return schema is None or schema.is_plain_text()


def _as_json(output: Any, schema: AgentOutputSchemaBase | None) -> str:
    """Return an answer as the JSON a model would have given; bare values are wrapped."""
    is_wrapped = getattr(schema, "_is_wrapped", False)
    has_wrapper = isinstance(output, dict) and "response" in output
    value = {"response": output} if is_wrapped and not has_wrapper else output
    return encode_json(value).decode()
