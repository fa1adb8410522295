"""How the lower layers speak of an agent: by reference, without importing its class.

Law: whatever `agent.py` is built from (tools, guardrails, handoffs, items) must not import it back.
"""

from typing import Any, TypeAlias

AnyAgent: TypeAlias = Any
"""An `Agent`. Left open so that user code may annotate its parameter as `Agent[TheirContext]`."""
