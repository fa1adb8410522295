"""Watching agents of pydantic-ai.

    from tui.watch.pydantic_ai import Watch

    agent = Agent("openai:gpt-5", capabilities=[Watch()])

or, of one run alone, `agent.run(..., capabilities=[Watch()])`. Models are asked as they would be
without it: what is streamed is seen as it comes, anything else when it is there. Seen are the model
calls, tools, tokens and errors of a run, and runs of other agents begun in its tools. Left out:
parts of messages that are neither text, thoughts nor calls, and realtime sessions.

Hooks: https://ai.pydantic.dev/capabilities/
"""

from collections.abc import AsyncIterator
from contextvars import ContextVar
from typing import Any

from tui.watch.faults import fault_data
from tui.watch.model_log import Asked
from tui.watch.pydantic_parts import item_of, said_in, usage_in, words_of
from tui.watch.run_teller import RunTeller
from tui.watch.told_run import ToldRun

try:
    from pydantic_ai.capabilities import AbstractCapability
except ImportError as error:
    raise ImportError(
        "tui.watch.pydantic_ai watches agents of pydantic-ai 2, which is not installed. "
        "Install it: pip install 'agent-tui[pydantic-ai]'"
    ) from error

_WORKING: ContextVar[tuple[RunTeller, str] | None] = ContextVar("agent_tui_call", default=None)
"""The tool call this code runs for: who tells of its run, and its id."""


class Watch(AbstractCapability[Any]):  # type: ignore[misc]  # whether it is installed or not
    """Writes the runs of an agent down while they go on; `agent-tui watch` shows them."""

    has_wrap_run_event_stream = False
    """A run that does not stream is not made to."""

    def __init__(self) -> None:
        """Watch any number of runs."""
        self._teller: RunTeller | None = None

    async def for_run(self, ctx: Any) -> "Watch":
        """Return another one for each run."""
        return Watch()

    async def wrap_run(self, ctx: Any, *, handler: Any) -> Any:
        """Tell how the run begins and ends."""
        name = str(getattr(ctx.agent, "name", None) or "agent")
        teller = self._teller = RunTeller(name, _WORKING.get())
        teller.tell(_begin, name, ctx)
        try:
            result = await handler()
        except BaseException as error:
            teller.end(ToldRun.stop, error)
            raise
        teller.end(ToldRun.end, "finished", getattr(result, "output", None))
        return result

    async def prepare_model_request(self, ctx: Any, request_context: Any) -> Any:
        """Tell what a model is asked."""
        self._tell(_ask, request_context)
        return request_context

    async def after_model_request(self, ctx: Any, *, request_context: Any, response: Any) -> Any:
        """Tell what it answered."""
        self._tell(_answer, response)
        return response

    async def on_model_request_error(self, ctx: Any, *, request_context: Any, error: Any) -> Any:
        """Tell that it did not answer."""
        self._tell(ToldRun.answer, None, "failed")
        raise error

    async def wrap_run_event_stream(self, ctx: Any, *, stream: Any) -> AsyncIterator[Any]:
        """Tell what is streamed, as it comes."""
        try:
            async for event in stream:
                if self._teller is not None:
                    self._teller.tell_delta(_grow, event)
                yield event
        finally:
            if (close := getattr(stream, "aclose", None)) is not None:
                await close()

    async def wrap_tool_execute(
        self, ctx: Any, *, call: Any, tool_def: Any, args: Any, handler: Any
    ) -> Any:
        """Tell when a tool runs."""
        if self._teller is None:
            return await handler(args)
        call_id = call.tool_call_id
        self._teller.tell(ToldRun.start_tool, call_id, call.tool_name, call.args)
        working = _WORKING.set((self._teller, call_id))
        try:
            output = await handler(args)
        except BaseException as error:
            self._teller.tell(_fail_tool, call_id, error)
            raise
        finally:
            _WORKING.reset(working)
        self._teller.tell(ToldRun.end_tool, call_id, output)
        return output

    def _tell(self, step: Any, *about: Any) -> None:
        if self._teller is not None:
            self._teller.tell(step, *about)


def _begin(run: ToldRun, name: str, ctx: Any) -> None:
    model = getattr(ctx.model, "model_name", None)
    run.begin(name, words_of(ctx.prompt), [{"name": name, "model": model}])


def _ask(run: ToldRun, request: Any) -> None:
    asked = request.model_request_parameters
    tools = [
        {
            "name": tool.name,
            "description": tool.description,
            "parameters": tool.parameters_json_schema,
        }
        for tool in (*asked.function_tools, *asked.output_tools)
    ]
    told = [part.content for part in asked.instruction_parts or ()]
    parts = (part for message in request.messages for part in message.parts)
    items = [item for part in parts if (item := item_of(part)) is not None]
    run.ask(Asked(request.model.model_name, "\n\n".join(told) or None, tools, items))


def _answer(run: ToldRun, response: Any) -> None:
    run.answer(usage_in(response), id=response.provider_response_id)
    for part in response.parts:
        if (item := item_of(part)) is not None:
            run.create(item)


def _grow(run: ToldRun, event: Any) -> None:
    """Take an event of the stream; the whole of an item comes with the answer."""
    match event.event_kind:
        case "part_start" if (item := item_of(event.part)) is not None:
            run.grow(event.index, said_in(event.part), item)
        case "part_delta":
            run.grow(event.index, said_in(event.delta))


def _fail_tool(run: ToldRun, call_id: str, error: BaseException) -> None:
    run.end_tool(call_id, str(error), fault_data(error, "tool"))
