"""GuardrailLog: what guardrails look at and find, each told once.

Law: used by the writing thread alone. A run that a guardrail has stopped may be over before the
span of that guardrail is; its error tells what was found then.
"""

from typing import Any

from agents_core.journal import JournalScope
from tui.watch.sdk_data import guardrail_stages, plain


class GuardrailLog:
    """Writes down the guardrails of one run."""

    def __init__(self, scope: JournalScope) -> None:
        """Write into `scope`."""
        self._scope = scope
        self._open: dict[str, dict[str, Any]] = {}
        """What was told of those that look now, by their names."""
        self._tripped: set[str] = set()

    def begin(self, name: str, agent: Any) -> int:
        """A guardrail of `agent` begins to look; return the `seq` of that."""
        stage = guardrail_stages(agent).get(name, "input")
        self._open[name] = {"guardrail": name, "stage": stage, "call_id": None}
        return self._scope.append("guardrail.start", self._open[name])

    def end(self, name: str, tripped: bool, info: Any = None) -> None:
        """A guardrail has looked."""
        begun = self._open.pop(name, None)
        if begun is None:
            return
        if tripped:
            self._tripped.add(name)
        behavior = "raise_exception" if tripped else "allow"
        found = {"tripped": tripped, "behavior": behavior, "message": None, "info": info}
        self._scope.append("guardrail.result", begun | found)

    def take_error(self, error: BaseException | None, agent: Any) -> None:
        """A run of `agent` ends with `error`, which may be what a guardrail has found."""
        found = getattr(error, "guardrail_result", None)
        if found is None or (name := found.guardrail.get_name()) in self._tripped:
            return
        if name not in self._open:
            self.begin(name, agent)
        self.end(name, True, plain(found.output.output_info))
