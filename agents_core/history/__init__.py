"""The history of a run: an append-only index over its events, and the view of any prefix."""
