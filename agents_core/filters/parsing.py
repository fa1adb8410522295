"""From the text of a filter to its expression.

expr := or        or := and ("|" and)*        and := not (["&"] not)*        not := "!"* term
term := "(" expr ")"  |  key op value  |  ~x [value]  |  @name  |  "text"  |  word
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NoReturn

from agents_core.errors import FilterError
from agents_core.filters.expression import (
    All,
    Any,
    Comparison,
    Expression,
    Filter,
    Named,
    Not,
    Words,
)
from agents_core.filters.keys import ALIASES, FLAGS, KEYS, Key, find_key
from agents_core.filters.nearest import nearest
from agents_core.filters.tokens import (
    ALIAS,
    KEY,
    NAME,
    OPERATORS,
    SPACE,
    WORD,
    Operator,
    read_quoted,
)

MAX_LENGTH: Final = 4_000
"""Longest text of a filter, in characters."""

MAX_DEPTH: Final = 60
"""Deepest nesting of brackets, `!` and named filters."""

MAX_TERMS: Final = 2_000
"""Most terms, those of named filters counted each time they are used."""


def parse_filter(text: str, named: Mapping[str, str] | None = None) -> Filter:
    """Return the filter that `text` says.

    Args:
        text: an expression.
        named: the texts of the filters that `@name` may name.

    Raises:
        FilterError: it says none; with the place and, where one is near, a suggestion.
    """
    return Filter(text, _Parser(text, _Progress(named or {})).parse())


def parse_search(text: str, named: Mapping[str, str] | None = None) -> Filter | str:
    """Return the filter that a search says, or the text that it looks for.

    It is a text unless a key, a flag or a name is in it: `(see above` is looked for as it is typed,
    and so is what stands in quotes.

    Raises:
        FilterError: it looks like a filter and is none.
    """
    try:
        found = parse_filter(text, named)
    except FilterError as error:
        names_a_key = any(find_key(match[1]) for match in KEY.finditer(text))
        if text.strip() and (names_a_key or error.suggestion is not None):
            raise
        return text
    if isinstance(found.expression, Words):
        return found.expression.text
    return text if found.is_plain else found


class _Progress:
    """What the texts of one filter share: the named ones, and how much has been read."""

    def __init__(self, named: Mapping[str, str]) -> None:
        self.named = named
        self.open: list[str] = []
        """Names being read, outermost first."""
        self.terms = 0
        self.depth = 0


class _Parser:
    """One pass over a text; `_at` is how far it has been read."""

    def __init__(self, text: str, progress: _Progress) -> None:
        self._text = text
        self._progress = progress
        self._at = 0

    def parse(self) -> Expression:
        if len(self._text) > MAX_LENGTH:
            self._fail(f"a filter has at most {MAX_LENGTH:,} characters", at=MAX_LENGTH)
        if not self._peek():
            self._fail("nothing to look for", suggestion="kind:tool & is:error")
        expression = self._any()
        if self._peek():
            self._fail('a ")" without its "("')
        return expression

    # Rules

    def _any(self) -> Expression:
        terms = [self._all()]
        while self._takes("|"):
            terms.append(self._all())
        return terms[0] if len(terms) == 1 else Any(tuple(terms))

    def _all(self) -> Expression:
        terms = [self._not()]
        while self._takes("&") or self._peek() not in ("", "|", ")"):
            terms.append(self._not())
        return terms[0] if len(terms) == 1 else All(tuple(terms))

    def _not(self) -> Expression:
        if not self._takes("!"):
            return self._term()
        with self._deeper():
            return Not(self._not())

    def _term(self) -> Expression:
        self._progress.terms += 1
        if self._progress.terms > MAX_TERMS:
            self._fail(f"a filter has at most {MAX_TERMS:,} terms")
        match self._peek():
            case "" | "|" | "&" | ")":
                self._fail("something to look for is missing here")
            case "(":
                return self._brackets()
            case '"':
                return Words(self._quoted())
            case "~":
                return self._alias()
            case "@":
                return self._named()
            case _:
                return self._word()

    def _brackets(self) -> Expression:
        start = self._at
        self._at += 1
        with self._deeper():
            expression = self._any()
        if not self._takes(")"):
            self._fail('this "(" is never closed', at=start)
        return expression

    def _word(self) -> Expression:
        if match := KEY.match(self._text, self._at):
            return self._comparison(match)
        return Words(self._take(WORD)[0])

    def _comparison(self, match: re.Match[str]) -> Expression:
        start, word = self._at, match[1]
        found = find_key(word)
        if found is None:
            self._fail_key(word, start)
        self._at = match.end()
        key, path = found
        return self._compared(key, path, OPERATORS[match[2] or match[3]])

    def _alias(self) -> Expression:
        start = self._at
        name = self._take(ALIAS)[1]
        meaning = ALIASES.get(name)
        if meaning is None:
            known = " ".join(f"~{alias}" for alias in ALIASES)
            self._fail(f'there is no short form "~{name}"; there are {known}', at=start)
        if meaning in FLAGS:
            return Comparison(KEYS["is"], (), ":", meaning)
        return self._compared(KEYS[meaning], (), "~")

    def _compared(self, key: Key, path: tuple[str, ...], op: Operator) -> Expression:
        place = self._skip_space()
        value = self._value(key)
        try:
            return Comparison(key, path, op, value)
        except FilterError as error:
            raise FilterError(error.message, place, error.suggestion) from error

    def _value(self, key: Key) -> str:
        if self._peek() == '"':
            return self._quoted()
        if (match := WORD.match(self._text, self._at)) is None:
            self._fail(f"{key.name} wants a value", suggestion=key.example)
        self._at = match.end()
        if self._text[self._at : self._at + 1] in ("(", '"'):
            self._fail('put a value with brackets or quotes in quotes: "…"')
        return match[0]

    def _named(self) -> Expression:
        start, progress = self._at, self._progress
        name = self._take(NAME)[1]
        if name not in progress.named:
            near = nearest(name, progress.named)
            hint = None if near is None else f"@{near}"
            self._fail(f'there is no filter "@{name}"; [filters] has them', start, hint)
        if name in progress.open:
            self._fail(f'"@{name}" names itself', start)
        progress.open.append(name)
        try:
            with self._deeper():
                expression = _Parser(progress.named[name], progress).parse()
        except FilterError as error:
            raise FilterError(f"in @{name}: {error.message}", start, error.suggestion) from error
        progress.open.pop()
        return Named(name, expression)

    # Characters

    def _skip_space(self) -> int:
        self._take(SPACE)
        return self._at

    def _peek(self) -> str:
        """Return the next character that is no space, or nothing at the end."""
        start = self._skip_space()
        return self._text[start : start + 1]

    def _takes(self, sign: str) -> bool:
        """Return whether `sign` comes next, which is then read."""
        found = self._peek() == sign
        self._at += found
        return found

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self._text, self._at)
        assert match is not None, f"{pattern} cannot fail at {self._at}"
        self._at = match.end()
        return match

    def _quoted(self) -> str:
        if (found := read_quoted(self._text, self._at)) is None:
            self._fail("this quote is never closed")
        text, self._at = found
        return text

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        if self._progress.depth == MAX_DEPTH:
            self._fail("nested too deeply")
        self._progress.depth += 1
        yield
        self._progress.depth -= 1

    # Complaints

    def _fail(self, message: str, at: int | None = None, suggestion: str | None = None) -> NoReturn:
        raise FilterError(message, self._at if at is None else at, suggestion)

    def _fail_key(self, word: str, at: int) -> NoReturn:
        if word.rstrip(".") in ("arg", "out"):
            self._fail(f"{word.rstrip('.')} wants a path", at, f"{word.rstrip('.')}.name")
        hint = f"is:{word}" if word in FLAGS else nearest(word, KEYS)
        message = f'unknown key "{word}"'
        if hint is None:
            message += '; a text with such a sign is searched for in quotes: "…"'
        self._fail(message, at, hint)
