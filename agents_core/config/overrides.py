"""What the command line says on top of agents.toml.

Law: an override is a path into the file's data and a value; it is checked like the file, and what
is wrong with it is reported at the option, not at a line of the file.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, NamedTuple

from agents_core.config.diagnostics import Code, Diagnostic, suggest
from agents_core.config.document import Document
from agents_core.config.positions import KeyPath
from agents_core.errors import ConfigError

Approval = Literal["ask", "all", "none"]
"""As `--approve` has it: ask a person, run all calls, run none of those that need approval."""

ApprovalPolicy = Literal["ask", "approve", "reject"]
"""As [run] has it."""

DryRun = Literal["off", "stubbed", "tools"]
"""`stubbed`: a made-up model and made-up tool outputs; `tools`: the tools really run."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """The options of `agent-tui run` that change the configuration, as they were typed."""

    input: str | None = None
    """`-i`: what the first agent is asked."""
    agent: str | None = None
    """`--agent`: where the run starts."""
    models: Sequence[str] = ()
    """`--model [AGENT=]PROVIDER/ID`, for all agents or for one."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """`--var name=value`."""
    settings: Sequence[str] = ()
    """`--set run.max_turns=5`: a key of the file and a TOML value."""
    max_turns: int | None = None
    timeout: float | None = None
    """`--timeout`, in seconds."""
    approve: Approval | None = None
    dry_run: DryRun = "off"
    session: str | None = None
    """`--session`: the conversation to go on with."""
    pace: float | None = None
    """`--pace`: tokens per second of scripted models; 0 is as fast as possible."""

    @property
    def approval_policy(self) -> ApprovalPolicy | None:
        """`approve` in the words of [run] approval_policy."""
        return None if self.approve is None else _POLICIES[self.approve]


NO_OVERRIDES = Overrides()
"""The file as it stands."""

_POLICIES: Final[Mapping[Approval, ApprovalPolicy]] = {
    "ask": "ask",
    "all": "approve",
    "none": "reject",
}


class _Assignment(NamedTuple):
    """One value the command line sets."""

    path: KeyPath
    value: object
    option: str
    """As it was typed, for messages."""


def apply_overrides(document: Document, overrides: Overrides) -> Document:
    """Return the document with the values of the command line in it.

    Raises:
        ConfigError: an option cannot be understood.
    """
    for step in (_settings, _run_limits, _models, _dry_run, _pace):
        for assignment in tuple(step(document.data, overrides)):
            document = _assign(document, assignment)
    return document


def _assign(document: Document, assignment: _Assignment) -> Document:
    """Return the document with one value set, and the option noted that did it."""
    data = _with_value(document.data, assignment.path, assignment)
    options = {**document.options, assignment.path: assignment.option}
    return replace(document, data=data, options=options)


def _settings(data: dict[str, Any], overrides: Overrides) -> Iterator[_Assignment]:
    """Yield what `--set` and `--var` set."""
    for setting in overrides.settings:
        yield _setting(setting)
    for name, value in overrides.variables.items():
        yield _Assignment(("vars", name), value, f"--var {name}={value}")


def _run_limits(data: dict[str, Any], overrides: Overrides) -> Iterator[_Assignment]:
    """Yield what the options set in [run]."""
    if overrides.agent is not None:
        yield _Assignment(("run", "agent"), overrides.agent, f"--agent {overrides.agent}")
    if overrides.max_turns is not None:
        option = f"--max-turns {overrides.max_turns}"
        yield _Assignment(("run", "max_turns"), overrides.max_turns, option)
    if overrides.timeout is not None:
        option = f"--timeout {overrides.timeout:g}"
        yield _Assignment(("run", "timeout"), overrides.timeout, option)
    if overrides.session is not None:
        yield _Assignment(("run", "session"), overrides.session, f"--session {overrides.session}")
    if overrides.approve is not None:
        option = f"--approve {overrides.approve}"
        yield _Assignment(("run", "approval_policy"), overrides.approval_policy, option)


def _setting(setting: str) -> _Assignment:
    """Read `a.b=value`; what is no TOML value is taken as a string, for shells eat quotes."""
    option = f"--set {setting}"
    key, equals, value = setting.partition("=")
    try:
        table = tomllib.loads(f"{key} = 0") if equals and key.strip() else {}
    except tomllib.TOMLDecodeError:
        table = {}
    path = tuple(_only_path(table))
    if not path:
        raise _bad_option(option, "bad-override", "write it as KEY=VALUE", "--set run.max_turns=5")
    try:
        return _Assignment(path, tomllib.loads(f"x = {value}")["x"], option)
    except tomllib.TOMLDecodeError:
        return _Assignment(path, value, option)


def _only_path(table: object) -> Iterator[str]:
    """Yield the keys on the way to the only value in nested tables."""
    while isinstance(table, dict) and len(table) == 1:
        (key, table), *_ = table.items()
        yield key


def _models(data: dict[str, Any], overrides: Overrides) -> Iterator[_Assignment]:
    """Read each `[AGENT=]PROVIDER/ID`, those for one agent last."""
    for model in sorted(overrides.models, key=_names_agent):
        if not _names_agent(model):
            yield from _all_models(data, model, f"--model {model}")
            continue
        agent, _, name = model.partition("=")
        if agent not in (agents := _table(data, "agents")):
            option, message = f"--model {model}", f'unknown agent "{agent}"'
            raise _bad_option(option, "unknown-agent", message, suggest(agent, agents))
        yield _Assignment(("agents", agent, "model"), name, f"--model {model}")


def _names_agent(model: str) -> bool:
    """Whether a `--model` is for one agent: a model id may contain `=`, an agent no slash."""
    agent, equals, _ = model.partition("=")
    return bool(equals) and "/" not in agent


def _dry_run(data: dict[str, Any], overrides: Overrides) -> Iterator[_Assignment]:
    """Put every agent on a model without a script, which makes its answers up."""
    if overrides.dry_run != "off":
        yield _Assignment(("providers", "scripted"), {"kind": "scripted"}, "--dry-run")
        yield from _all_models(data, "scripted/dry-run", "--dry-run")


def _all_models(data: dict[str, Any], model: str, option: str) -> Iterator[_Assignment]:
    """Give every agent the same model."""
    yield _Assignment(("run", "model"), model, option)
    for agent, table in _table(data, "agents").items():
        if isinstance(table, dict) and "model" in table:
            yield _Assignment(("agents", agent, "model"), model, option)


def _pace(data: dict[str, Any], overrides: Overrides) -> Iterator[_Assignment]:
    """Set the pace of every scripted provider and of its turns; 0 also that of replayed runs."""
    if overrides.pace is None:
        return
    option = f"--pace {overrides.pace:g}"
    pace = {"tokens_per_second": overrides.pace} | ({} if overrides.pace else {"first_token_ms": 0})
    providers = _table(data, "providers")
    if "scripted" not in providers:
        yield _Assignment(("providers", "scripted"), {"kind": "scripted", **pace}, option)
    for name, table in providers.items():
        if isinstance(table, dict) and table.get("kind") == "replay" and not overrides.pace:
            yield _Assignment(("providers", name, "speed"), 0, option)
        if isinstance(table, dict) and table.get("kind") == "scripted":
            for key, value in pace.items():
                yield _Assignment(("providers", name, key), value, option)
            for index, turn in enumerate(table.get("turns", ())):
                if isinstance(turn, dict) and "tokens_per_second" in turn:
                    path = ("providers", name, "turns", index, "tokens_per_second")
                    yield _Assignment(path, overrides.pace, option)


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    """Return a table of the document, empty where the file has something else there."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _with_value(data: Any, path: KeyPath, assignment: _Assignment) -> Any:
    """Return `data` with the value at `path`, copied along the way; missing tables are made."""
    if not path:
        return assignment.value
    key, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(key, int):
        inner = _with_value(data[key], rest, assignment)
        return [*data[:key], inner, *data[key + 1 :]]
    if isinstance(data, dict):
        return {**data, key: _with_value(data.get(str(key), {}), rest, assignment)}
    where = ".".join(map(str, assignment.path))
    raise _bad_option(assignment.option, "bad-override", f'there is no table to set "{where}" in')


def _bad_option(option: str, code: Code, message: str, hint: str | None = None) -> ConfigError:
    return ConfigError([Diagnostic("error", code, message, option, hint=hint)])
