"""Forks: a recorded run gone on from, at any of its events, in another way."""
