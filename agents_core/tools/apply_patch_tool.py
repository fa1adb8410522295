"""ApplyPatchTool: lets the model create, change and delete files through an editor of yours.

https://platform.openai.com/docs/guides/tools-apply-patch
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, runtime_checkable

from agents_core.awaiting import MaybeAwaitable, settled
from agents_core.errors import ModelBehaviorError
from agents_core.raw_items import raw_field
from agents_core.tools.local_tool import FailureText, LocalTool, NeedsApproval, OnApproval

if TYPE_CHECKING:
    from agents_core.agents.run_context import RunContextWrapper
    from agents_core.tools.tool_context import ToolContext


@dataclass(slots=True)
class ApplyPatchOperation:
    """One thing the model wants done to a file."""

    type: Literal["create_file", "update_file", "delete_file"]
    path: str
    diff: str | None = None
    """In the V4A format; None when a file is deleted."""
    ctx_wrapper: RunContextWrapper[Any] | None = None


@dataclass(slots=True)
class ApplyPatchResult:
    """What came of it."""

    status: Literal["completed", "failed"] | None = None
    output: str | None = None
    """A note for the model."""


EditorAnswer = MaybeAwaitable[ApplyPatchResult | str | None]
"""What the methods of an editor give."""


@runtime_checkable
class ApplyPatchEditor(Protocol):
    """Changes files; written by the owner of the files."""

    def create_file(self, operation: ApplyPatchOperation) -> EditorAnswer:
        """Create a file from a diff."""

    def update_file(self, operation: ApplyPatchOperation) -> EditorAnswer:
        """Change a file by a diff."""

    def delete_file(self, operation: ApplyPatchOperation) -> EditorAnswer:
        """Delete a file."""


@dataclass
class ApplyPatchTool(LocalTool):
    """Lets the model change files."""

    editor: ApplyPatchEditor
    name: str = "apply_patch"
    needs_approval: NeedsApproval = False
    on_approval: OnApproval | None = None
    description: str = field(default="Change files.", init=False, repr=False)
    call_type: ClassVar[str] = "apply_patch_call"

    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it."""
        return {"type": "apply_patch"}

    def wanted(self, raw: Any) -> ApplyPatchOperation:
        """Return the operation.

        Raises:
            ModelBehaviorError: it is none an editor knows.
        """
        operation = raw_field(raw, "operation")
        kind, path = raw_field(operation, "type"), raw_field(operation, "path")
        if kind not in ("create_file", "update_file", "delete_file") or not path:
            raise ModelBehaviorError(f"Model asked for an unknown operation on files: {kind}")
        return ApplyPatchOperation(kind, str(path), raw_field(operation, "diff"))

    async def run(self, context: ToolContext[Any], raw: Any) -> str:
        """Hand the operation to the editor."""
        operation = self.wanted(raw)
        operation.ctx_wrapper = context
        result = await settled(getattr(self.editor, operation.type)(operation))
        if not isinstance(result, ApplyPatchResult):
            return str(result or "")
        text = result.output or ""
        return FailureText(text) if result.status == "failed" else text

    def output_item(self, raw: Any, output: Any) -> dict[str, Any]:
        """Return the item an output is sent back as."""
        item = {
            "type": "apply_patch_call_output",
            "call_id": raw_field(raw, "call_id"),
            "status": "failed" if isinstance(output, FailureText) else "completed",
        }
        return {**item, "output": str(output)} if output else item
