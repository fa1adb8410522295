"""The tools of the refund desk, and its check on what it answers."""

from typing import Any

from agents_core import GuardrailFunctionOutput, RunContextWrapper

TOTALS = {"A-1042": 129.9}
"""What orders came to, in euros."""


def find_order(order: str) -> dict[str, Any]:
    """Return what is known of an order.

    Args:
        order: its number, such as A-1042.
    """
    return {"order": order, "total": TOTALS[order], "status": "delivered"}


def issue_refund(order: str, amount: float, reason: str) -> dict[str, Any]:
    """Pay money back.

    Args:
        order: the order it is for.
        amount: in euros.
        reason: why, in a few words.
    """
    return {"order": order, "amount": amount, "reason": reason}


def within_the_law(
    context: RunContextWrapper[None], agent: Any, answer: dict[str, Any]
) -> GuardrailFunctionOutput:
    """Object to an answer that gives back more than any order came to."""
    refunded = answer["refunded"]
    return GuardrailFunctionOutput({"refunded": refunded}, refunded > max(TOTALS.values()))
