"""Secrets never get past the redactor, and what is none comes out as it went in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents_core.json_text import decode_json
from agents_core.recording import Redactor
from agents_core.recording.redaction import MASK

KEY = "sk-proj-abcdefghijklmnop1234567890"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
SECRETS = st.text(st.characters(exclude_categories=["Cs"]), min_size=6, max_size=40)


@given(JSON)
def test_what_holds_no_secret_is_untouched(value: object) -> None:
    payload = json.dumps(value).encode()
    assert Redactor(["a secret nobody says"])(payload) is payload


@given(SECRETS, st.text(), st.text(), st.booleans())
def test_a_secret_is_masked_however_it_is_escaped(
    secret: str, before: str, after: str, as_ascii: bool
) -> None:
    payload = json.dumps({"text": [before + secret + after]}, ensure_ascii=as_ascii)
    masked = decode_json(Redactor([secret])(payload.encode("utf-8", "surrogatepass")))
    assert secret not in masked["text"][0].replace(MASK, "\0")


@given(SECRETS)
def test_a_secret_in_json_that_is_itself_text_is_masked(secret: str) -> None:
    arguments = json.dumps({"key": f"<{secret}>"})
    masked = decode_json(Redactor([secret])(json.dumps({"arguments": arguments}).encode()))
    assert json.dumps(secret)[1:-1] not in masked["arguments"].replace(MASK, "\0")


@given(SECRETS, JSON)
def test_masked_json_is_json(secret: str, value: object) -> None:
    payload = json.dumps([value, secret, {secret: 1}]).encode()
    assert decode_json(Redactor([secret])(payload))[1] == MASK


@pytest.mark.parametrize(
    "key",
    [
        KEY,
        "sk-ant-api03-AAAABBBBCCCCDDDD",
        "ghp_" + "a1B2" * 9,
        "github_pat_" + "a1B2_" * 5,
        "AKIAIOSFODNN7EXAMPLE",
        "xoxb-1234567890-abcdefghij",
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "key={}", "\n{}\n", "\t{}", '"{}"', "ask {}, please", "\x1b{}"]
)
def test_what_is_shaped_like_a_key_is_masked_without_being_named(key: str, around: str) -> None:
    payload = json.dumps({"text": around.format(key)}).encode()
    assert decode_json(Redactor()(payload)) == {"text": around.format(MASK)}


def test_a_bearer_token_is_masked_and_its_name_stays() -> None:
    payload = b'{"header":"Authorization: Bearer abcdef.ghijkl-mnop=="}'
    assert Redactor()(payload) == b'{"header":"Authorization: Bearer [redacted]"}'


@pytest.mark.parametrize(
    "text",
    [
        "a task-oriented-approach-to-things",
        "Bearer of bad news",
        "risk-averse-investors-win",
        "AKIA",
    ],
)
def test_ordinary_words_are_no_keys(text: str) -> None:
    payload = json.dumps(text).encode()
    assert Redactor()(payload) is payload


def test_a_value_too_short_to_be_a_secret_masks_nothing() -> None:
    assert Redactor(["", "test", "12345"])(b'"test 12345"') == b'"test 12345"'


def test_the_longer_of_two_secrets_is_masked_whole() -> None:
    assert Redactor(["secret", "secret-and-more"])(b'"secret-and-more"') == b'"[redacted]"'


def test_plain_text_is_masked_too() -> None:
    assert Redactor(["hunter22"]).text(f"--var p=hunter22 {KEY}") == f"--var p={MASK} {MASK}"


def deltas(*texts: str) -> list[bytes]:
    head = b'{"type":"response.output_text.delta","output_index":0,"delta":'
    return [head + json.dumps(text).encode() + b',"logprobs":[]}' for text in texts]


def told(redactor: Redactor, *texts: str) -> str:
    return "".join(decode_json(redactor(payload))["delta"] for payload in deltas(*texts))


@given(st.data())
def test_a_secret_told_in_pieces_is_masked_but_for_its_beginning(data: st.DataObject) -> None:
    text, pieces = f"It is {KEY}, keep it. Again: {KEY}!", []
    while text:
        size = data.draw(st.integers(1, 9))
        pieces.append(text[:size])
        text = text[size:]
    shown = told(Redactor([KEY]), *pieces)
    assert KEY[:16] not in shown
    assert shown.count(MASK) == 2
    assert shown.startswith("It is ") and ", keep it. Again: " in shown and shown.endswith("!")


@given(st.lists(st.text(max_size=12), max_size=12))
def test_other_deltas_are_untouched(texts: list[str]) -> None:
    redactor = Redactor([KEY])
    assert [redactor(payload) for payload in deltas(*texts)] == deltas(*texts)


def test_what_only_begins_like_a_secret_goes_on_after_the_mask() -> None:
    assert (
        told(Redactor([KEY]), "sk-pr", "oj-ab", "Zebra", " crossing")
        == f"sk-pr{MASK}Zebra crossing"
    )
