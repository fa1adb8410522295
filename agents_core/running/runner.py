"""Runner: the way in. Starts runs; what a run does is in `run_loop`."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from agents_core.agents.agent import Agent
from agents_core.agents.error_handlers import RunErrorHandlers
from agents_core.agents.lifecycle import RunHooks
from agents_core.agents.run_config import RunConfig
from agents_core.agents.run_context import RunContextWrapper, TContext
from agents_core.agents.sessions import Session
from agents_core.errors import UserError
from agents_core.journal import JournalScope
from agents_core.running.hook_pairs import HookPair, checked_run_hooks
from agents_core.running.result import RunResult, RunResultStreaming
from agents_core.running.run_log import RunLog
from agents_core.running.run_loop import RunLoop
from agents_core.running.run_state import RunState
from agents_core.running.server_state import ServerState
from agents_core.running.session_record import SessionRecord
from agents_core.running.steps import current_call_scope

DEFAULT_MAX_TURNS = 10
"""Model calls a run may make unless said otherwise."""


class Runner:
    """Runs agents."""

    @classmethod
    async def run(
        cls,
        starting_agent: Agent[TContext],
        input: str | list[Any] | RunState[Any],
        *,
        context: TContext | None = None,
        max_turns: int | None = DEFAULT_MAX_TURNS,
        hooks: RunHooks[TContext] | None = None,
        run_config: RunConfig | dict[str, Any] | None = None,
        error_handlers: RunErrorHandlers | None = None,
        previous_response_id: str | None = None,
        auto_previous_response_id: bool = False,
        conversation_id: str | None = None,
        session: Session | None = None,
    ) -> RunResult:
        """Run an agent to its end; the arguments are those of `run_streamed`.

        Models are asked for whole responses, unless somebody watches the journal.

        Raises:
            BaseException: what ended the run.
        """
        server = ServerState(previous_response_id, conversation_id, auto_previous_response_id)
        result = _start(
            starting_agent,
            input,
            context,
            max_turns,
            hooks,
            run_config,
            is_streamed=False,
            session=session,
            server=server,
            error_handlers=error_handlers,
        )
        await result.finished()
        return result.as_run_result()

    @classmethod
    def run_sync(
        cls,
        starting_agent: Agent[TContext],
        input: str | list[Any] | RunState[Any],
        *,
        context: TContext | None = None,
        max_turns: int | None = DEFAULT_MAX_TURNS,
        hooks: RunHooks[TContext] | None = None,
        run_config: RunConfig | dict[str, Any] | None = None,
        error_handlers: RunErrorHandlers | None = None,
        previous_response_id: str | None = None,
        auto_previous_response_id: bool = False,
        conversation_id: str | None = None,
        session: Session | None = None,
    ) -> RunResult:
        """Run an agent to its end from code that is not async; as `run`.

        Raises:
            RuntimeError: an event loop is running; use `run` there.
        """
        loop = _idle_loop()
        task = loop.create_task(
            cls.run(
                starting_agent,
                input,
                context=context,
                max_turns=max_turns,
                hooks=hooks,
                run_config=run_config,
                error_handlers=error_handlers,
                previous_response_id=previous_response_id,
                auto_previous_response_id=auto_previous_response_id,
                conversation_id=conversation_id,
                session=session,
            )
        )
        try:
            return loop.run_until_complete(task)
        finally:
            if not task.done():  # interrupted from the keyboard
                task.cancel()
                loop.run_until_complete(asyncio.wait([task]))

    @classmethod
    def run_streamed(
        cls,
        starting_agent: Agent[TContext],
        input: str | list[Any] | RunState[Any],
        context: TContext | None = None,
        max_turns: int | None = DEFAULT_MAX_TURNS,
        hooks: RunHooks[TContext] | None = None,
        run_config: RunConfig | dict[str, Any] | None = None,
        previous_response_id: str | None = None,
        auto_previous_response_id: bool = False,
        conversation_id: str | None = None,
        session: Session | None = None,
        *,
        error_handlers: RunErrorHandlers | None = None,
    ) -> RunResultStreaming:
        """Start a run in the background and return at once.

        Args:
            starting_agent: who begins.
            input: the user's words, or items; or the state of a run that stopped, which goes on
                with its own agent, context, turns and limit.
            context: an object of your own, handed to tools, hooks and guardrails.
            max_turns: how many model calls the run may make; None for any number.
            hooks: told of everything in the run.
            run_config: settings over those of the agents; `journal` is where events are written.
            previous_response_id: the response to go on from; the provider knows what was before.
            auto_previous_response_id: let each call go on from the response before it.
            conversation_id: a conversation the provider keeps, to go on in.
            session: what was said before, and where to add what is said now.
            error_handlers: what to answer instead of failing, by the kind of failure.

        Raises:
            RuntimeError: no event loop is running.
            UserError: both a session and the provider would keep the conversation.
            TypeError: `hooks` are not hooks of a run.
        """
        server = ServerState(previous_response_id, conversation_id, auto_previous_response_id)
        return _start(
            starting_agent,
            input,
            context,
            max_turns,
            hooks,
            run_config,
            is_streamed=True,
            session=session,
            server=server,
            error_handlers=error_handlers,
        )


def _start(
    agent: Agent[Any],
    input: str | list[Any] | RunState[Any],
    context: Any,
    max_turns: int | None,
    hooks: RunHooks[Any] | None,
    run_config: RunConfig | dict[str, Any] | None,
    *,
    is_streamed: bool,
    session: Session | None,
    server: ServerState,
    error_handlers: RunErrorHandlers | None,
) -> RunResultStreaming:
    """Start the background task of a run."""
    asyncio.get_running_loop()
    if session is not None and server.is_kept:
        raise UserError(
            "Session persistence cannot be combined with conversation_id, previous_response_id, "
            "or auto_previous_response_id. Leave one out."
        )
    pair = HookPair(checked_run_hooks(hooks))
    config = RunConfig(**run_config) if isinstance(run_config, dict) else run_config or RunConfig()
    state = input if isinstance(input, RunState) else None
    if isinstance(input, RunState):
        result = RunResultStreaming.going_on(input, context)
    else:
        result = _new_result(agent, input, context, max_turns)
    scope = _scope_of(config)
    streamed = is_streamed or scope.journal.is_watched
    record = SessionRecord(session, config)
    record.saved_items = 0 if state is None else state.saved_items
    if state is not None and not server.is_kept:
        server = replace(state.server)
    loop = RunLoop(
        result,
        config,
        pair,
        RunLog(scope),
        record,
        is_streamed=streamed,
        server=server,
        error_handlers=error_handlers,
        state=state,
    )
    task = asyncio.create_task(loop.run(), name=f"run of {agent.name}")
    task.add_done_callback(_mark_retrieved)
    result.run_loop_task = task
    return result


def _new_result(
    agent: Agent[Any], input: str | list[Any], context: Any, max_turns: int | None
) -> RunResultStreaming:
    """Return the result of a run that begins."""
    return RunResultStreaming(
        input=input if isinstance(input, str) else list(input),
        context_wrapper=(
            context if isinstance(context, RunContextWrapper) else RunContextWrapper(context)
        ),
        current_agent=agent,
        max_turns=max_turns,
    )


def _scope_of(config: RunConfig) -> JournalScope:
    """Return where the run writes: where it is told to, and under the tool call it is made in."""
    around = current_call_scope.get()
    if isinstance(config.journal, JournalScope) or around is None:
        return config.open_scope()
    if config.journal is None or config.journal is around.journal:
        return JournalScope(around.journal, around.parent)
    return config.open_scope()


def _mark_retrieved(task: asyncio.Task[None]) -> None:
    """Keep asyncio from logging an error that the result hands out itself."""
    if not task.cancelled():
        task.exception()


def _idle_loop() -> asyncio.AbstractEventLoop:
    """Return this thread's event loop, made if there is none.

    Raises:
        RuntimeError: it is running.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        policy = asyncio.get_event_loop_policy()
        try:
            return policy.get_event_loop()
        except RuntimeError:
            loop = policy.new_event_loop()
            policy.set_event_loop(loop)
            return loop
    raise RuntimeError(
        "Runner.run_sync() cannot be called when an event loop is already running; "
        "await Runner.run() instead"
    )
