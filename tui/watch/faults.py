"""Whose doing an error of a watched program is."""

from typing import Final

from agents_core.fault import Fault, FaultKind

_FAULTS: Final[dict[str, FaultKind]] = {
    "MaxTurnsExceeded": "limit",
    "UsageLimitExceeded": "limit",
    "GraphRecursionError": "limit",
    "InputGuardrailTripwireTriggered": "guardrail",
    "OutputGuardrailTripwireTriggered": "guardrail",
    "ToolInputGuardrailTripwireTriggered": "guardrail",
    "ToolOutputGuardrailTripwireTriggered": "guardrail",
    "ModelBehaviorError": "model",
    "ModelRefusalError": "model",
    "UnexpectedModelBehavior": "model",
    "ModelAPIError": "model",
    "ToolTimeoutError": "tool",
    "UserError": "user",
    "RunTimeoutError": "limit",
    "APIConnectionError": "network",
    "APIError": "model",
    "ConnectionError": "network",
    "TimeoutError": "network",
}
"""Whose doing an error is, by the name of its class or of one it derives from."""


def fault_data(error: BaseException, otherwise: FaultKind = "bug") -> dict[str, str]:
    """Return an error as events hold it; one of a class not known here is the fault `otherwise`."""
    names = [kind.__name__ for kind in type(error).__mro__]
    fault = next((_FAULTS[name] for name in names if name in _FAULTS), otherwise)
    return Fault.of(error, fault).as_data()
