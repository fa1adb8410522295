"""Finding an agent in Python: one of ours, or one of the OpenAI Agents SDK.

    app.py:agent   ./desk/app.py:agent   package.module:agent   app.py (the only one in it)

The name may be that of a function without parameters which returns an agent. Law: looking runs the
module, and what goes wrong in it is told with its place there.
"""

import inspect
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from agents_core.config.diagnostics import Code, Diagnostic, suggest
from agents_core.config.python_importer import PythonImporter, ReferenceFailed, describe
from agents_core.config.python_reference import find_problem, missing_file
from agents_core.errors import ConfigError

SDK_MISSING: Final = "it needs the OpenAI Agents SDK: pip install 'agent-tui[openai-agents]'"


@dataclass(frozen=True, slots=True)
class PythonAgent:
    """An agent, and where it was found."""

    agent: Any
    module: ModuleType

    @property
    def is_of_sdk(self) -> bool:
        """Whether the SDK runs it, and not we."""
        return _is_of_sdk(self.agent)


def is_python(target: str) -> bool:
    """Say whether a target names an agent in Python, and not an agents.toml."""
    place, name = split_target(target)
    if place.endswith(".py"):
        return name is None or _is_dotted(name)
    if not _is_dotted(place) or place.endswith(".toml") or Path(target).is_file():
        return False
    if name is not None:
        return _is_dotted(name)
    problem = find_problem(f"{place}:agent", Path.cwd())
    return problem is None or problem.code != "missing-module"


def split_target(target: str) -> tuple[str, str | None]:
    """Return the module or file, and the name in it if there is one."""
    place, colon, name = target.rpartition(":")
    return (place, name) if colon else (target, None)


def find_agent(target: str) -> PythonAgent:
    """Return the agent that a target names; this runs the user's module.

    Raises:
        ConfigError: the module does not import, or there is no such agent in it.
    """
    place, name = split_target(target)
    with redirect_stdout(sys.stderr):  # standard output is for the run
        module = _module(target, place)
        agent = _only_agent(target, module) if name is None else _agent(target, module, name)
    return PythonAgent(agent, module)


def _module(target: str, place: str) -> ModuleType:
    """Import the module, from where Python would find it if it were run here."""
    here, path = Path.cwd(), Path(place)
    importer = PythonImporter(here)
    if place.endswith(".py"):
        if not path.is_file():
            problem = missing_file(place, here)
            raise _refusal(target, problem.code, problem.message, problem.hint)
        importer, place = PythonImporter(path.parent), path.name
    try:
        return importer.module(place)
    except ReferenceFailed as failed:
        problem = failed.problem
        raise _refusal(target, problem.code, problem.message, _help(failed)) from failed


def _help(failed: ReferenceFailed) -> str | None:
    """Say what to install, if that is what is missing."""
    cause = failed.__cause__
    missing = cause.name if isinstance(cause, ModuleNotFoundError) else None
    return SDK_MISSING if missing == "agents" else None


def _only_agent(target: str, module: ModuleType) -> Any:
    """Return the agent of a module that has one."""
    known = dict(_agents_in(module))
    if len(known) == 1:
        return next(iter(known.values()))
    if not known:
        raise _refusal(target, "missing-attribute", "no agent is in it")
    choice = ", ".join(f"{target}:{name}" for name in known)
    raise _refusal(target, "missing-attribute", f"{len(known)} agents are in it", f"say {choice}")


def _agent(target: str, module: ModuleType, name: str) -> Any:
    """Return the agent of that name, or the one a function of that name makes."""
    known = [each for each, _ in _agents_in(module)]
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            message = f'"{split_target(target)[0]}" has no "{name}"'
            raise _refusal(target, "missing-attribute", message, suggest(name, known))
        found = getattr(found, part)
    if _is_agent(found):
        return found
    if not callable(found) or isinstance(found, type):
        message = f'"{name}" is of type {type(found).__name__}, not an agent'
        raise _refusal(target, "wrong-type", message, suggest("", known))
    made = _made(target, name, found)
    if not _is_agent(made):
        message = f'"{name}" returned something of type {type(made).__name__}, not an agent'
        raise _refusal(target, "wrong-type", message)
    return made


def _made(target: str, name: str, function: Any) -> Any:
    """Call a function that makes an agent."""
    if inspect.iscoroutinefunction(function):
        message = f'"{name}" is an async function, and only a plain one is called here'
        raise _refusal(target, "wrong-type", message)
    try:
        inspect.signature(function).bind()
    except (TypeError, ValueError) as error:
        message = f'"{name}" cannot be called without arguments: {error}'
        raise _refusal(target, "wrong-type", message) from error
    try:
        return function()
    except (Exception, SystemExit) as error:  # their code may raise anything
        message = f'calling "{name}" failed: {describe(error)}'
        raise _refusal(target, "import-failed", message) from error


def _agents_in(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield the agents of a module by name, each once."""
    seen: set[int] = set()
    for name, value in vars(module).items():
        if _is_agent(value) and id(value) not in seen:
            seen.add(id(value))
            yield name, value


def _is_agent(value: object) -> bool:
    return _is_of_sdk(value) or _is_of(value, "agents_core.agents.agent")


def _is_of_sdk(value: object) -> bool:
    return _is_of(value, "agents.agent")


def _is_of(value: object, module: str) -> bool:
    """Say whether a value is an `Agent` of that module; nobody has one of a module not loaded."""
    kind = getattr(sys.modules.get(module), "Agent", None)
    return isinstance(kind, type) and isinstance(value, kind)


def _is_dotted(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))


def _refusal(target: str, code: Code, message: str, hint: str | None = None) -> ConfigError:
    return ConfigError([Diagnostic("error", code, message, target, hint=hint)])
