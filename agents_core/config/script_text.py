"""A script as a table of agents.toml: the inverse of `building.script`.

Law: what is written here loads again and plays the same script.
"""

from collections.abc import Iterator
from typing import Any

from agents_core.config.agent_names import display_name, handoff_tools
from agents_core.config.schema import Config
from agents_core.config.toml_text import toml_text, toml_value
from agents_core.models.script import Script, ScriptTurn


class AgentTables:
    """What the agents of a run are called in the file it came from."""

    def __init__(self, config: Config | None) -> None:
        """Take the configuration; without it, agents keep the names they have in the run."""
        self._config = config
        names = () if config is None else config.agents
        self._tables = {display_name(config, name): name for name in names} if config else {}

    def table(self, agent: str) -> str:
        """Return the table of an agent."""
        return self._tables.get(agent, agent)

    def handoff_target(self, agent: str | None, tool: str) -> str | None:
        """Return the table a tool of an agent hands off to, if it does."""
        table = self._tables.get(agent or "")
        if self._config is None or table is None:
            return None
        return handoff_tools(self._config, table).get(tool)


def script_text(script: Script, provider: str, tables: AgentTables) -> str:
    """Return the [providers.*] table of a script, with its turns.

    Args:
        script: what is played.
        provider: the name of the table.
        tables: what the agents are called in the file.
    """
    head = [f"[providers.{provider}]", 'kind = "scripted"']
    head.append(f"first_token_ms = {round(script.first_token_ms)}")
    if not script.templates:
        head.append("templates = false")
    blocks = ["\n".join(head)]
    for turn in script.turns:
        lines = [f"[[providers.{provider}.turns]]", *_turn_lines(turn, tables)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _turn_lines(turn: ScriptTurn, tables: AgentTables) -> Iterator[str]:
    """Yield the keys of a turn."""
    if turn.agent is not None:
        yield f"agent = {toml_value(tables.table(turn.agent))}"
    if turn.tokens_per_second is not None:
        yield f"tokens_per_second = {turn.tokens_per_second:g}"
    for key in ("reasoning", "text", "refusal"):
        if (text := getattr(turn, key)) is not None:
            yield f"{key} = {toml_text(text)}"
    if turn.output is not None:
        yield f"output = {toml_value(turn.output)}"
    yield from _call_lines(turn, tables)
    yield from _list_lines("items", list(turn.items))
    if turn.error is not None:
        yield f"error = {toml_value(_error(turn))}"


def _call_lines(turn: ScriptTurn, tables: AgentTables) -> Iterator[str]:
    """Yield the calls; a last one that hands off, without arguments, by where it leads."""
    calls = [{"name": call.name, "arguments": call.arguments} for call in turn.calls]
    target = None
    if turn.calls and turn.calls[-1].arguments == {}:
        target = tables.handoff_target(turn.agent, turn.calls[-1].name)
    yield from _list_lines("tool_calls", calls if target is None else calls[:-1])
    if target is not None:
        yield f"handoff = {toml_value(target)}"


def _list_lines(key: str, values: list[Any]) -> Iterator[str]:
    """Yield a list, a value a line."""
    if values:
        yield f"{key} = ["
        yield from (f"    {toml_value(value)}," for value in values)
        yield "]"


def _error(turn: ScriptTurn) -> dict[str, Any]:
    """Return the keys of a turn's error that say something."""
    assert turn.error is not None
    error = turn.error
    fields: dict[str, Any] = {"message": error.message}
    if error.after_tokens is None:
        fields = {"status": error.status, **fields}
    given = {"retry_after": error.retry_after, "after_tokens": error.after_tokens}
    return fields | {key: value for key, value in given.items() if value is not None}
