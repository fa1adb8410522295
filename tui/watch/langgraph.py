"""Watching graphs of LangGraph.

    from tui.watch.langgraph import Watch

    graph.invoke(..., config={"callbacks": [Watch()]})      # or stream, ainvoke, astream, …

or, of every run, `graph = graph.with_config(callbacks=[Watch()])`. Its nodes are shown as agents;
seen are their model calls, tools, tokens and errors, and graphs that run in tools. Of models that
are asked side by side, one is shown as it goes on and the others when it has answered. Left out:
the state of the graph, its checkpoints, and nodes that ask no model; what in a message is neither
text nor a call; and the pieces of answers in streams of `version="v3"`, which are in beta.

Callbacks: https://reference.langchain.com/python/langchain-core/callbacks/base/BaseCallbackHandler
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tui.watch.faults import fault_data
from tui.watch.langchain_messages import first_words, items_of, usage_in, words_of
from tui.watch.model_log import Asked
from tui.watch.raw_items import as_text, message
from tui.watch.run_teller import RunTeller, Step
from tui.watch.side_by_side import SideBySide
from tui.watch.told_run import ToldRun

try:
    from langchain_core.callbacks import BaseCallbackHandler
except ImportError as error:
    raise ImportError(
        "tui.watch.langgraph watches graphs of LangGraph, which is not installed. "
        "Install it: pip install 'agent-tui[langgraph]'"
    ) from error


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a run something happens."""

    teller: RunTeller
    calls: SideBySide
    root: UUID
    """What the callbacks call the graph itself."""
    call_id: str | None = None
    """The tool call it happens in."""


class Watch(BaseCallbackHandler):  # type: ignore[misc]  # whether it is installed or not
    """Writes the runs of a graph down while they go on; `agent-tui watch` shows them."""

    run_inline = True
    """Called in the order in which things happen; it takes notes and no time."""

    def __init__(self) -> None:
        """Watch any number of runs."""
        self._places: dict[UUID, _Place] = {}
        self._interrupted: set[UUID] = set()
        """Graphs that wait for a person."""

    def on_chain_start(
        self,
        serialized: Any,
        inputs: Any,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        name: str | None = None,
        **_: Any,
    ) -> None:
        """Tell that a graph begins, by itself or in a tool; its parts belong to it."""
        place = self._place(parent_run_id)
        if place is None or place.call_id is not None:
            under = None if place is None or place.call_id is None else place
            place = self._begin(name or "graph", inputs, run_id, under)
        self._places[run_id] = place

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **_: Any) -> None:
        """Tell that a graph has ended."""
        place = self._places.pop(run_id, None)
        if place is not None and place.root == run_id:
            status = "needs_approval" if run_id in self._interrupted else "finished"
            self._interrupted.discard(run_id)
            place.teller.end(_end, place.calls, status, outputs)

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:
        """Tell that a graph has failed; a node fails as well when it waits for a person."""
        place = self._places.pop(run_id, None)
        if place is not None and place.root == run_id:
            place.teller.end(_fail, place.calls, error)
        elif place is not None and type(error).__name__ == "GraphInterrupt":
            self._interrupted.add(place.root)

    def on_chat_model_start(
        self,
        serialized: Any,
        messages: list[list[Any]],
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        metadata: dict[str, Any] | None = None,
        **told: Any,
    ) -> None:
        """Tell what a model is asked."""
        if (place := self._place(parent_run_id)) is not None:
            self._places[run_id] = place
            known = (metadata or {}) | (told.get("invocation_params") or {})
            self._tell(run_id, False, _ask, known, messages[0])

    def on_llm_new_token(self, token: Any, *, run_id: UUID, chunk: Any = None, **_: Any) -> None:
        """Tell a piece of what it answers."""
        if (place := self._place(run_id)) is not None and chunk is not None:
            place.teller.tell_delta(_take_step, place.calls, run_id, False, _grow, chunk)

    def on_llm_end(self, response: Any, *, run_id: UUID, **_: Any) -> None:
        """Tell what it has answered."""
        self._tell(run_id, True, _answer, response)
        self._places.pop(run_id, None)

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:
        """Tell that it has not answered."""
        self._tell(run_id, True, ToldRun.answer, None, "failed")
        self._places.pop(run_id, None)

    def on_tool_start(
        self,
        serialized: dict[str, Any] | None,
        input_str: str,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        inputs: Any = None,
        tool_call_id: str | None = None,
        **_: Any,
    ) -> None:
        """Tell that a tool begins to run."""
        if (place := self._place(parent_run_id)) is not None:
            name = str((serialized or {}).get("name") or "tool")
            here = self._places[run_id] = replace(place, call_id=tool_call_id or str(run_id))
            arguments = input_str if inputs is None else inputs
            place.teller.tell(ToldRun.start_tool, here.call_id, name, arguments)

    def on_tool_end(self, output: Any, *, run_id: UUID, **_: Any) -> None:
        """Tell that a tool has run."""
        if (place := self._places.pop(run_id, None)) is not None:
            place.teller.tell(_end_tool, place.call_id, output)

    def on_tool_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:
        """Tell that a tool has failed."""
        if (place := self._places.pop(run_id, None)) is not None:
            place.teller.tell(_fail_tool, place.call_id, error)

    def _place(self, run_id: UUID | None) -> _Place | None:
        return None if run_id is None else self._places.get(run_id)

    def _begin(self, name: str, inputs: Any, root: UUID, under: _Place | None) -> _Place:
        caller = None if under is None else (under.teller, str(under.call_id))
        place = _Place(RunTeller(name, caller), SideBySide(), root)
        place.teller.tell(_begin, name, inputs)
        return place

    def _tell(self, call: UUID, is_last: bool, step: Step, *about: Any) -> None:
        """Tell a step of a model call."""
        if (place := self._place(call)) is not None:
            place.teller.tell(_take_step, place.calls, call, is_last, step, *about)


def _take_step(
    run: ToldRun, calls: SideBySide, call: UUID, is_last: bool, step: Step, *about: Any
) -> None:
    calls.take(call, is_last, step, run, *about)


def _begin(run: ToldRun, name: str, inputs: Any) -> None:
    messages = inputs.get("messages") if isinstance(inputs, dict) else None
    run.begin(name, as_text(inputs) if not messages else first_words(messages))


def _ask(run: ToldRun, known: dict[str, Any], messages: Sequence[Any]) -> None:
    model = known.get("ls_model_name") or known.get("model") or known.get("_type")
    functions = (tool.get("function", tool) for tool in known.get("tools") or ())
    tools = [{**card, "parameters": card.get("parameters")} for card in functions]
    run.work(str(known.get("langgraph_node") or run.scope.agent))
    items = [item for message in messages for item in items_of(message)]
    run.ask(Asked(None if model is None else str(model), None, tools, items))


def _grow(run: ToldRun, chunk: Any) -> None:
    """Take a piece of text; calls are told whole, with the answer."""
    if words := words_of(chunk.message.content):
        run.grow(0, words, message(""))


def _answer(run: ToldRun, response: Any) -> None:
    said = response.generations[0][0].message
    run.answer(usage_in(said), id=said.id)
    for item in items_of(said):
        run.create(item)


def _end_tool(run: ToldRun, call_id: str, output: Any) -> None:
    words = words_of(getattr(output, "content", output))
    run.end_tool(call_id, words, failed=getattr(output, "status", None) == "error")


def _fail_tool(run: ToldRun, call_id: str, error: BaseException) -> None:
    run.end_tool(call_id, str(error), fault_data(error, "tool"))


def _end(run: ToldRun, calls: SideBySide, status: str, outputs: Any) -> None:
    calls.finish()
    if status != "finished":
        run.end(status)
        return
    messages = outputs.get("messages") if isinstance(outputs, dict) else None
    run.end(status, words_of(messages[-1].content) if messages else as_text(outputs))


def _fail(run: ToldRun, calls: SideBySide, error: BaseException) -> None:
    calls.finish()
    run.stop(error)
