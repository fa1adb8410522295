"""What the tests of the runner share: agents over a script, and short names for what happened."""

from dataclasses import replace
from typing import Any

from agents_core import Agent, RunConfig, Runner, StreamEvent
from agents_core.journal import Journal
from agents_core.run_events import RunEvent
from agents_core.running.result import RunResultStreaming
from agents_core.testing import ScriptedModel, ScriptItem


def agent_saying(*steps: ScriptItem, name: str = "a", **options: Any) -> Agent[Any]:
    """Return an agent whose model follows a script."""
    return Agent(name=name, model=ScriptedModel(steps), **options)


def label(event: StreamEvent) -> str:
    """Return a stream event's short name."""
    if event.type == "raw_response_event":
        return event.data.type.removeprefix("response.")
    if event.type == "run_item_stream_event":
        return event.name
    return f"agent {event.new_agent.name}"


async def labels(result: RunResultStreaming, *, raw: bool = False) -> list[str]:
    """Read a run to its end; return the short names, those of raw events only if wanted."""
    return [
        label(event)
        async for event in result.stream_events()
        if raw or event.type != "raw_response_event"
    ]


def watched(
    agent: Agent[Any], config: RunConfig | None = None, **options: Any
) -> tuple[RunResultStreaming, list[RunEvent]]:
    """Start a run; return it with the list its journal's events go to."""
    journal, events = Journal(), list[RunEvent]()
    journal.subscribe(events.append)
    config = replace(config or RunConfig(), journal=journal)
    return Runner.run_streamed(agent, "hi", run_config=config, **options), events
