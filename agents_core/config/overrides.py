"""What the command line says on top of agents.toml.

Law: an override is a path into the file's data and a value; it is checked like the file, and what is
wrong with it is reported at the option, not at a line of the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Approval = Literal["ask", "all", "none"]
"""As `--approve` has it: ask a person, run all calls, run none of those that need approval."""

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
    pace: float | None = None
    """`--pace`: tokens per second of scripted models; 0 is as fast as possible."""
