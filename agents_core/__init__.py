"""Runs agents and yields the stream of what happens, under the Agents SDK's public names."""
