"""The terminal UI: watches runs of `agents_core` and replays saved ones."""
