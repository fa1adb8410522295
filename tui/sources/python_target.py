"""An agent written in Python as something to run.

Law: no key and no file is read here but the module itself.
"""

import hashlib
import os
from pathlib import Path
from typing import Any, Final

from agents_core.config.overrides import Overrides
from agents_core.recording.redaction import secrets_of
from tui.named_filters import with_own_filters
from tui.sources.conversation import Conversation
from tui.sources.live_controls import LiveControls
from tui.sources.python_agent import find_agent, split_target
from tui.sources.run_target import RunTarget

NO_SDK_FORKS: Final = (
    "a run of the OpenAI Agents SDK cannot go on from its middle; run the same input again"
)


def python_target(target: str, overrides: Overrides) -> RunTarget:
    """Return the agent that a target names; this runs the user's module.

    Args:
        target: as it was typed.
        overrides: what the command line says on top: of these, the input, the limits, who approves
            and the session mean something here.

    Raises:
        ConfigError: the module does not import, or there is no such agent in it.
    """
    found = find_agent(target)
    agent, is_of_sdk = found.agent, found.is_of_sdk
    file, _ = split_target(target)
    is_file = file.endswith(".py")
    return RunTarget(
        title=Path(target).name,
        place=str(Path(file).resolve()) + target[len(file) :] if is_file else target,
        open=lambda: (_held_by_sdk if is_of_sdk else _held_by_us)(agent, overrides),
        text_hash=hashlib.sha256(Path(file).read_bytes()).hexdigest() if is_file else None,
        agent=str(agent.name),
        input=overrides.input,
        overrides=overrides,
        filters=with_own_filters({}),
        secrets=secrets_of(os.environ),
        controls=_sdk_controls() if is_of_sdk else LiveControls,
        fork_refusal=NO_SDK_FORKS if is_of_sdk else None,
    )


def _sdk_controls() -> type[LiveControls]:
    # Imported here because other runs do without.
    from tui.sources.sdk_controls import SdkControls

    return SdkControls


def _held_by_us(agent: Any, overrides: Overrides) -> Conversation:
    # Imported here, in a thread, because it is slow and the screen is up already.
    from agents_core.config.build import plan_of
    from tui.sources.planned_conversation import PlannedConversation

    return PlannedConversation(plan_of(agent, overrides))


def _held_by_sdk(agent: Any, overrides: Overrides) -> Conversation:
    # Imported here because other runs do without.
    from tui.sources.sdk_conversation import SdkConversation

    return SdkConversation(agent, overrides)
