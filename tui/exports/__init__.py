"""A run in forms other programs read: Markdown, a page, a terminal recording, spans.

Law: each form is a function from an `ExportedRun` to text; nothing here reads a clock or a network.
"""
