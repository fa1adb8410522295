"""[[providers.*.turns]]: does the script fit the agents it is played for?"""

import re

from agents_core.config.checks.context import CheckContext
from agents_core.config.positions import KeyPath
from agents_core.config.schema import ScriptedProvider, ScriptedTurn


def check_scripts(context: CheckContext) -> None:
    """Check every turn of every scripted provider."""
    for name, provider in context.config.providers.items():
        if isinstance(provider, ScriptedProvider):
            for index, turn in enumerate(provider.turns):
                path = ("providers", name, "turns", index)
                _check_turn(context, path, turn)
                if provider.templates:
                    _check_strings(context, path, turn.model_dump(exclude_defaults=True))


def _check_turn(context: CheckContext, path: KeyPath, turn: ScriptedTurn) -> None:
    if turn.agent is not None and not context.check_agent((*path, "agent"), turn.agent):
        return
    if turn.handoff is not None and context.check_agent((*path, "handoff"), turn.handoff):
        _check_handoff(context, (*path, "handoff"), turn.agent, turn.handoff)
    if turn.when is not None:
        try:
            re.compile(turn.when)
        except re.error as error:
            message = f"not a regular expression: {error}"
            context.report.error((*path, "when"), "bad-regex", message)


def _check_handoff(context: CheckContext, path: KeyPath, agent: str | None, target: str) -> None:
    """Report a handoff the agent cannot make; a turn for any agent is not judged."""
    if agent is not None and target not in context.config.agents[agent].handoff_targets:
        message = f'"{agent}" has no handoff to "{target}"'
        hint = f"add it to [agents.{agent}] handoffs"
        context.report.error(path, "no-such-handoff", message, hint)


def _check_strings(context: CheckContext, path: KeyPath, value: object) -> None:
    """Check the variables in everything the turn says."""
    if isinstance(value, str):
        context.check_variables(path, value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check_strings(context, (*path, key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check_strings(context, (*path, index), inner)
