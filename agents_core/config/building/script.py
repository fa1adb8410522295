"""The script of a scripted provider, in the names the run uses instead of the file's."""

from agents_core.config.agent_names import display_name, handoff_tool_name
from agents_core.config.schema import Config, ScriptedError, ScriptedProvider, ScriptedTurn
from agents_core.models.script import Script, ScriptCall, ScriptError, ScriptTurn


def make_script(config: Config, table: ScriptedProvider) -> Script:
    """Return what a scripted provider plays."""
    return Script(
        turns=tuple(_turn(config, turn) for turn in table.turns),
        tokens_per_second=table.tokens_per_second,
        first_token_ms=table.first_token_ms,
        variables=config.vars,
        templates=table.templates,
        seed=table.seed,
    )


def _turn(config: Config, turn: ScriptedTurn) -> ScriptTurn:
    return ScriptTurn(
        agent=None if turn.agent is None else display_name(config, turn.agent),
        when=turn.when,
        repeat=turn.repeat,
        reasoning=turn.reasoning,
        text=turn.text,
        output=turn.output,
        calls=tuple(ScriptCall(call.name, call.arguments) for call in turn.tool_calls),
        handoff=handoff_tool_name(config, turn.agent, turn.handoff) if turn.handoff else None,
        refusal=turn.refusal,
        items=tuple(turn.items),
        error=None if turn.error is None else _error(turn.error),
        tokens_per_second=turn.tokens_per_second,
    )


def _error(error: ScriptedError) -> ScriptError:
    return ScriptError(error.status, error.message, error.retry_after, error.after_tokens)
