"""What a model should be told so that it hands off well."""

from typing import Final

RECOMMENDED_PROMPT_PREFIX: Final = (
    "# How you work together\n"
    "You are one of several agents who share a conversation. Each has its own instructions and "
    "tools. To hand the conversation to another agent, call the function named "
    "`transfer_to_<agent>`. A transfer happens unseen: neither announce nor mention it."
)
"""To be put before the instructions of agents that hand off."""


def prompt_with_handoff_instructions(prompt: str) -> str:
    """Return `prompt` after the recommended words on handoffs."""
    return f"{RECOMMENDED_PROMPT_PREFIX}\n\n{prompt}"
