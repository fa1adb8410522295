"""What a program declares: agents, handoffs, guardrails, hooks, settings, sessions."""
