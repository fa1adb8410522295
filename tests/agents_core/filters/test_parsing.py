"""What a filter's text means, and what is said about one that means nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents_core.errors import FilterError
from agents_core.filters import parse_filter, parse_search
from agents_core.filters.expression import (
    All,
    Any,
    Comparison,
    Expression,
    Named,
    Not,
    Words,
)
from agents_core.filters.keys import FLAGS, KEYS, find_key
from agents_core.filters.tokens import OPERATORS


def key(word: str, op: str, value: str) -> Comparison:
    found = find_key(word)
    assert found is not None
    return Comparison(*found, OPERATORS[op], value)


TOOL, ERROR, SLOW = key("kind", ":", "tool"), key("is", ":", "error"), key("dur", ">", "2s")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("timeout", Words("timeout")),
        ('"not found"', Words("not found")),
        (r'"a \"b\" \\ c\d"', Words(r'a "b" \ c\d')),
        ("12:30", Words("12:30")),
        ("a->b", Words("a->b")),
        ("kind:tool & (dur>2s | is:error)", All((TOOL, Any((SLOW, ERROR))))),
        ("kind:tool dur>2s | is:error", Any((All((TOOL, SLOW)), ERROR))),
        ("dur > 2s", SLOW),
        ("!kind:tool timeout", All((Not(TOOL), Words("timeout")))),
        ("! ! timeout", Not(Not(Words("timeout")))),
        ("timeout !kind:tool", All((Words("timeout"), Not(TOOL)))),
        ("timeout ~e", All((Words("timeout"), ERROR))),
        ("~t refund", key("text", "~", "refund")),
        ('~a "a|b"', key("agent", "~", "a|b")),
        ("~h", key("is", ":", "handoff")),
        ('arg.query~"refund.*EU"', key("arg.query", "~", "refund.*EU")),
        ("arg.lines.*.sku:A-1*", key("arg.lines.*.sku", ":", "A-1*")),
        ("cost>$0.50", key("cost", ">", "$0.50")),
        ("@slow is:error", All((Named("slow", SLOW), ERROR))),
    ],
)
def test_a_text_means_its_expression(text: str, expression: Expression) -> None:
    assert parse_filter(text, {"slow": "dur>2s"}).expression == expression


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "nothing to look for"),
        ("  ", 2, "nothing to look for"),
        ("kind:tool & durr>2s", 12, 'unknown key "durr". Did you mean "dur"?'),
        ("kind:tol", 5, 'kind is never "tol". Did you mean "tool"?'),
        ("is:eror", 3, 'nothing is "eror". Did you mean "error"?'),
        ("error: x", 0, 'unknown key "error". Did you mean "is:error"?'),
        (
            "dur:abc",
            4,
            'dur wants a time such as 2s, 150ms or 1m, not "abc". Did you mean "dur>2s"?',
        ),
        ("dur~2", 4, "dur is a number: compare it with = < or >"),
        ("agent>5", 6, "agent has no order: use agent: or agent~"),
        ("is~error", 3, 'is is asked with a colon. Did you mean "is:error"?'),
        ("arg:1", 0, 'arg wants a path. Did you mean "arg.name"?'),
        ("arg.:1", 0, 'arg wants a path. Did you mean "arg.name"?'),
        ("kind:", 5, 'kind wants a value. Did you mean "kind:tool"?'),
        ("a & (b", 4, 'this "(" is never closed'),
        ("a b) c", 3, 'a ")" without its "("'),
        ("a | ", 4, "something to look for is missing here"),
        ("a & | b", 4, "something to look for is missing here"),
        ("()", 1, "something to look for is missing here"),
        ('x "abc', 2, "this quote is never closed"),
        ("text~(a)", 5, "text wants a value"),
        ("text~a(b)", 6, 'put a value with brackets or quotes in quotes: "…"'),
        ('text~"(a"', 5, "not a regular expression: missing ) at position 2"),
        ("~q x", 0, 'there is no short form "~q"; there are ~t ~a ~b ~h ~e'),
        ("a @slo", 2, 'there is no filter "@slo"; [filters] has them. Did you mean "@slow"?'),
        ("@loop", 0, 'in @loop: in @back: "@loop" names itself'),
        ("@bad", 0, 'in @bad: unknown key "knd". Did you mean "kind"?'),
        ("(" * 100 + "a" + ")" * 100, 61, "nested too deeply"),
        ("!" * 4000, 61, "nested too deeply"),
        ("a " * 2001, 4000, "a filter has at most 4,000 characters"),
    ],
)
def test_a_text_that_means_nothing_is_refused(text: str, position: int, message: str) -> None:
    named = {"slow": "dur>2s", "loop": "a @back", "back": "@loop", "bad": "knd:tool"}
    with pytest.raises(FilterError) as caught:
        parse_filter(text, named)
    assert str(caught.value).startswith(message)
    assert caught.value.position == position


def test_named_filters_that_multiply_are_refused() -> None:
    named = {f"n{i}": f"@n{i + 1} @n{i + 1}" for i in range(30)} | {"n30": "x"}
    with pytest.raises(FilterError, match="at most 2,000 terms"):
        parse_filter("@n0", named)


VALUES = {
    "number": st.sampled_from(["0", "12", "4k", "1.2M", "-3"]),
    "seconds": st.sampled_from(["2s", "150ms", "1m30s", "0.5"]),
    "money": st.sampled_from(["$0.05", "3"]),
}
TEXTS = st.text(max_size=8)
AFTER = st.lists(st.from_regex(r"[A-Za-z0-9_*]{1,5}", fullmatch=True), min_size=1, max_size=3)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    known = draw(st.sampled_from(list(KEYS.values())))
    path = tuple(draw(AFTER)) if known.name.endswith(".") else ()
    match known.values:
        case "number" | "seconds" | "money":
            op = draw(st.sampled_from([":", "=", "!=", "<", "<=", ">", ">="]))
            value = draw(VALUES[known.values])
        case "choice" | "flag":
            op, value = ":", draw(st.sampled_from(known.choices))
        case _:
            op, value = draw(st.sampled_from([":", "=", "!="])), draw(TEXTS)
    return Comparison(known, path, OPERATORS[op], value)


def groups(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(inner.map(Not), several.map(All), several.map(Any))


NAMED = Named("slow", SLOW)
LEAVES: st.SearchStrategy[Expression] = st.one_of(
    TEXTS.filter(bool).map(Words), comparisons(), st.just(NAMED)
)


@given(st.recursive(LEAVES, groups, max_leaves=12))
def test_what_is_printed_reads_back(expression: Expression) -> None:
    assert parse_filter(str(expression), {"slow": "dur>2s"}).expression == expression


PIECES = st.sampled_from(
    [*KEYS, *FLAGS, *OPERATORS, *'()&|!"~@*?\\ $', "~t", "@slow", "2s", "a", "é", "\n", "\ud800"]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join)))
def test_no_text_does_worse_than_be_refused(text: str) -> None:
    try:
        parsed = parse_filter(text, {"slow": "dur>2s"})
    except FilterError as error:
        assert 0 <= error.position <= len(text)
    else:
        assert parse_filter(str(parsed), {"slow": "dur>2s"}).expression == parsed.expression


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("refund", "refund"),
        ("the quick fox", "the quick fox"),
        ('"kind: x"', "kind: x"),
        ("(see above", "(see above"),
        ("http://localhost", "http://localhost"),
        ("", ""),
        ("kind:tool x", All((TOOL, Words("x")))),
        ("~e", ERROR),
    ],
)
def test_a_search_is_a_text_until_it_uses_a_key(text: str, meaning: Expression | str) -> None:
    found = parse_search(text)
    assert (found if isinstance(found, str) else found.expression) == meaning


@pytest.mark.parametrize("text", ["kind:tol", "dur~2", "knd:tool", "kind:tool (x"])
def test_a_search_that_looks_like_a_filter_is_refused(text: str) -> None:
    with pytest.raises(FilterError):
        parse_search(text)
