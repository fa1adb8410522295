"""Expressions: what a filter says, as values that can be printed, compared and asked.

Law: `str` of an expression reads back as the same expression.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from agents_core.filters.comparison import Test, contains, make_test
from agents_core.filters.keys import Key
from agents_core.filters.subject import Subject
from agents_core.filters.tokens import Operator, write_value, write_word


@dataclass(frozen=True)
class Words:
    """A text that stands somewhere in what an item says."""

    text: str

    def matches(self, subject: Subject) -> bool:
        """Return whether the subject says it."""
        test = contains(self.text)
        return any(test(text) for text in subject.texts("body"))

    def __str__(self) -> str:
        """Print it, in quotes where it would read as something else."""
        return write_word(self.text)


@dataclass(frozen=True)
class Comparison:
    """`key op value`."""

    key: Key
    path: tuple[str, ...]
    """Below `arg.` and `out.`."""
    op: Operator
    value: str
    """As typed, without its quotes."""
    _test: Test = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the value.

        Raises:
            FilterError: it is impossible; see `make_test`.
        """
        object.__setattr__(self, "_test", make_test(self.key, self.op, self.value))

    def matches(self, subject: Subject) -> bool:
        """Return whether what the key says of the subject passes; false when it says nothing."""
        match self.key.values:
            case "flag":
                return subject.flag(self.value)
            case "text":
                return any(self._test(text) for text in subject.texts(self.key.name))
            case "json":
                return any(self._test(v) for v in subject.values(self.key.name, self.path))
            case _:
                return self._test(subject.fact(self.key.name))

    def __str__(self) -> str:
        """Print it, the value in quotes where it needs them."""
        return f"{self.key.name}{'.'.join(self.path)}{self.op}{write_value(self.value)}"


@dataclass(frozen=True)
class Named:
    """`@name`: another expression by the name it has in agents.toml."""

    name: str
    expression: "Expression"

    def matches(self, subject: Subject) -> bool:
        """Return whether the named expression matches."""
        return self.expression.matches(subject)

    def __str__(self) -> str:
        """Print the name."""
        return f"@{self.name}"


@dataclass(frozen=True)
class Not:
    """`!term`."""

    term: "Expression"

    def matches(self, subject: Subject) -> bool:
        """Return whether the term does not match."""
        return not self.term.matches(subject)

    def __str__(self) -> str:
        """Print it."""
        return f"!{_in_brackets(self.term, All, Any)}"


@dataclass(frozen=True)
class All:
    """Two or more terms that all hold."""

    terms: tuple["Expression", ...]

    def matches(self, subject: Subject) -> bool:
        """Return whether every term matches."""
        return all(term.matches(subject) for term in self.terms)

    def __str__(self) -> str:
        """Print it."""
        return " & ".join(_in_brackets(term, All, Any) for term in self.terms)


@dataclass(frozen=True)
class Any:
    """Two or more terms of which one holds."""

    terms: tuple["Expression", ...]

    def matches(self, subject: Subject) -> bool:
        """Return whether some term matches."""
        return any(term.matches(subject) for term in self.terms)

    def __str__(self) -> str:
        """Print it."""
        return " | ".join(_in_brackets(term, Any) for term in self.terms)


Expression = Words | Comparison | Named | Not | All | Any


@dataclass(frozen=True)
class Filter:
    """A parsed filter."""

    text: str
    """As it was typed."""
    expression: Expression

    def matches(self, subject: Subject) -> bool:
        """Return whether the subject is one that the filter means.

        Raises:
            FilterError: a regular expression takes too long on what the subject says.
        """
        return self.expression.matches(subject)

    @property
    def is_plain(self) -> bool:
        """Whether it consists of words alone, as a search for text does."""
        return all(isinstance(leaf, Words) for leaf in leaves(self.expression))

    def __str__(self) -> str:
        """Print it in its standard form."""
        return str(self.expression)


def leaves(expression: Expression) -> Iterator[Words | Comparison]:
    """Yield the terms an expression is made of, those of named ones included."""
    match expression:
        case Words() | Comparison():
            yield expression
        case Named():
            yield from leaves(expression.expression)
        case Not():
            yield from leaves(expression.term)
        case All() | Any():
            for term in expression.terms:
                yield from leaves(term)


def _in_brackets(term: Expression, *kinds: type[All] | type[Any]) -> str:
    return f"({term})" if isinstance(term, kinds) else str(term)
