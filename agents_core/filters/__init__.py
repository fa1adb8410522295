"""The filter language: one grammar for every question about the items of a run.

    kind:tool & (dur>2s | is:error)      agent:research arg.query~"refund.*EU"      !@slow timeout

A word that is no `key:value` is searched for in what an item says, so the language costs nothing
until it is wanted. An unknown key or an impossible value is an error with a place in the text and,
where one is near, a suggestion; a comparison that cannot apply to an item is false.
"""

from agents_core.errors import FilterError
from agents_core.filters.expression import Filter
from agents_core.filters.item_subject import RunItems
from agents_core.filters.parsing import parse_filter, parse_search
from agents_core.filters.subject import Subject

__all__ = ["Filter", "FilterError", "RunItems", "Subject", "parse_filter", "parse_search"]
