"""From tables to objects: models, tools and agents, as `build` puts them together.

Law: imports openai and the user's code, so nothing outside `build` imports this.
"""
