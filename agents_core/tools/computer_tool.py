"""ComputerTool: lets the model use a screen, mouse and keyboard through a driver of yours."""

from __future__ import annotations

import abc
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TypeAlias

from agents_core.awaiting import MaybeAwaitable, settled
from agents_core.errors import ModelBehaviorError, UserError
from agents_core.raw_items import raw_field
from agents_core.tools.local_tool import FailureText, LocalTool

if TYPE_CHECKING:
    from agents_core.agents.agent_reference import AnyAgent
    from agents_core.agents.run_context import RunContextWrapper
    from agents_core.tools.tool_context import ToolContext

Environment: TypeAlias = Literal["mac", "windows", "ubuntu", "browser"]
"""What kind of computer it is."""

Button: TypeAlias = Literal["left", "right", "wheel", "back", "forward"]
"""A button of a mouse."""

_ARGUMENTS: Final[dict[str, tuple[str, ...]]] = {
    "click": ("x", "y", "button"),
    "double_click": ("x", "y"),
    "drag": ("path",),
    "keypress": ("keys",),
    "move": ("x", "y"),
    "screenshot": (),
    "scroll": ("x", "y", "scroll_x", "scroll_y"),
    "type": ("text",),
    "wait": (),
}
"""The fields of an action that a driver's method of its name takes, in order."""


class ComputerBase(abc.ABC):  # noqa: B024 - its two kinds below have the abstract methods
    """What drivers of both kinds may say of the computer."""

    @property
    def environment(self) -> Environment | None:
        """What kind of computer it is, where a model wants to know."""
        return None

    @property
    def dimensions(self) -> tuple[int, int] | None:
        """Width and height of the screen, where a model wants to know."""
        return None


class Computer(ComputerBase):
    """A driver with plain methods; `screenshot` returns a PNG in base64."""

    @abc.abstractmethod
    def screenshot(self) -> str:
        """Return the screen."""

    @abc.abstractmethod
    def click(self, x: int, y: int, button: Button) -> None:
        """Click."""

    @abc.abstractmethod
    def double_click(self, x: int, y: int) -> None:
        """Click twice."""

    @abc.abstractmethod
    def scroll(self, x: int, y: int, scroll_x: int, scroll_y: int) -> None:
        """Scroll by so much."""

    @abc.abstractmethod
    def type(self, text: str) -> None:
        """Type."""

    @abc.abstractmethod
    def wait(self) -> None:
        """Wait a moment."""

    @abc.abstractmethod
    def move(self, x: int, y: int) -> None:
        """Move the pointer."""

    @abc.abstractmethod
    def keypress(self, keys: list[str]) -> None:
        """Press keys together."""

    @abc.abstractmethod
    def drag(self, path: list[tuple[int, int]]) -> None:
        """Drag along a path."""


class AsyncComputer(ComputerBase):
    """A driver with async methods; `screenshot` returns a PNG in base64."""

    @abc.abstractmethod
    async def screenshot(self) -> str:
        """Return the screen."""

    @abc.abstractmethod
    async def click(self, x: int, y: int, button: Button) -> None:
        """Click."""

    @abc.abstractmethod
    async def double_click(self, x: int, y: int) -> None:
        """Click twice."""

    @abc.abstractmethod
    async def scroll(self, x: int, y: int, scroll_x: int, scroll_y: int) -> None:
        """Scroll by so much."""

    @abc.abstractmethod
    async def type(self, text: str) -> None:
        """Type."""

    @abc.abstractmethod
    async def wait(self) -> None:
        """Wait a moment."""

    @abc.abstractmethod
    async def move(self, x: int, y: int) -> None:
        """Move the pointer."""

    @abc.abstractmethod
    async def keypress(self, keys: list[str]) -> None:
        """Press keys together."""

    @abc.abstractmethod
    async def drag(self, path: list[tuple[int, int]]) -> None:
        """Drag along a path."""


@dataclass
class ComputerToolSafetyCheckData:
    """What an `on_safety_check` gets."""

    ctx_wrapper: RunContextWrapper[Any]
    agent: AnyAgent
    tool_call: Any
    safety_check: Any
    """What the provider warns of: id, code, message."""


@dataclass(eq=False)
class ComputerTool(LocalTool):
    """Lets the model use a computer."""

    computer: Computer | AsyncComputer
    on_safety_check: Callable[[ComputerToolSafetyCheckData], MaybeAwaitable[bool]] | None = None
    """Says whether to go on in spite of a warning; without it the run ends at a warning."""
    description: str = field(default="Use a computer.", init=False, repr=False)
    call_type: ClassVar[str] = "computer_call"

    @property
    def name(self) -> str:  # type: ignore[override]  # fixed, where others have a field
        """What the tool was called first."""
        return "computer_use_preview"

    def declaration(self) -> dict[str, Any]:
        """Return the tool as a request declares it; with a size, as the preview models want it."""
        size, environment = self.computer.dimensions, self.computer.environment
        if size is None or environment is None:
            return {"type": "computer"}
        return {
            "type": "computer_use_preview",
            "environment": environment,
            "display_width": size[0],
            "display_height": size[1],
        }

    def wanted(self, raw: Any) -> list[Any]:
        """Return the actions; older models ask for one at a time."""
        if actions := raw_field(raw, "actions"):
            return list(actions)
        action = raw_field(raw, "action")
        return [] if action is None else [action]

    async def run(self, context: ToolContext[Any], raw: Any) -> str:
        """Do the actions one after the other; return the screen as it is then."""
        await self._acknowledge(context, raw)
        screen, kind = None, None
        for action in self.wanted(raw):
            kind = str(raw_field(action, "type"))
            screen = await self._act(kind, action)
        if kind != "screenshot":
            screen = await settled(self.computer.screenshot())
        return f"data:image/png;base64,{screen}" if screen else ""

    def output_item(self, raw: Any, output: Any) -> dict[str, Any]:
        """Return the item an output is sent back as."""
        image = "" if isinstance(output, FailureText) else str(output)
        item: dict[str, Any] = {
            "type": "computer_call_output",
            "call_id": raw_field(raw, "call_id"),
            "output": {"type": "computer_screenshot", "image_url": image},
        }
        checks = [_as_dict(check) for check in raw_field(raw, "pending_safety_checks") or ()]
        return {**item, "acknowledged_safety_checks": checks} if checks else item

    async def _act(self, kind: str, action: Any) -> Any:
        """Call the driver's method for one action."""
        method = getattr(self.computer, kind, None) if kind in _ARGUMENTS else None
        if method is None:
            raise ModelBehaviorError(f"Computer tool returned unknown action type {kind!r}")
        values = [raw_field(action, name) for name in _ARGUMENTS[kind]]
        if kind == "drag":
            values = [[(raw_field(at, "x"), raw_field(at, "y")) for at in values[0] or ()]]
        held = raw_field(action, "keys") if kind != "keypress" else None
        options = {"keys": held} if held and _takes_keys(method) else {}
        return await settled(method(*values, **options))

    async def _acknowledge(self, context: ToolContext[Any], raw: Any) -> None:
        """Have every warning of the provider agreed to.

        Raises:
            UserError: nobody agrees.
        """
        for check in raw_field(raw, "pending_safety_checks") or ():
            data = ComputerToolSafetyCheckData(context, context.agent, raw, check)
            if self.on_safety_check is None or not await settled(self.on_safety_check(data)):
                raise UserError("Computer tool safety check was not acknowledged")


def _takes_keys(method: Any) -> bool:
    """Say whether a driver's method takes the modifier keys held down."""
    parameters = inspect.signature(method).parameters.values()
    return any(each.name == "keys" or each.kind is each.VAR_KEYWORD for each in parameters)


def _as_dict(value: Any) -> dict[str, Any]:
    """Return a part of a raw item as a dict."""
    return dict(value) if isinstance(value, dict) else value.model_dump(exclude_unset=True)
