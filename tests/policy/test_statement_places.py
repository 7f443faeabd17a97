"""Where statements stand in the text of a policy."""

import json

import pytest

from aa_sdk.policy._validation import places
from aa_sdk.policy._validation.located_json import LocatedJson
from aa_sdk.policy._validation.places import Place, StatementPlaces, statement_place

TEXT = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
    {
      "Sid": "Second",
      "Effect": "Deny", "Action": "*", "Resource": "*"
    }
  ]
}"""


def test_a_statement_is_found_by_its_index() -> None:
    assert statement_place(TEXT, 0) == Place(4, 5, 4, 59)
    assert statement_place(TEXT, 1) == Place(5, 5, 8, 6)


def test_the_whole_policy_is_found() -> None:
    assert statement_place(TEXT, None) == Place(1, 1, 10, 2)


def test_a_statement_alone_needs_no_list() -> None:
    text = '{"Statement": {"Effect": "Allow"}}'
    assert statement_place(text, 0) == Place(1, 15, 1, 34)
    assert statement_place(text, 1) is None


@pytest.mark.parametrize("text", ["{", "[]", "{}", json.dumps({"Statement": "x"}), "[" * 5000])
def test_what_has_no_such_statement_has_no_place(text: str) -> None:
    assert statement_place(text, 0) is None


@pytest.mark.parametrize("index", [-1, 2])
def test_an_index_that_is_none_has_no_place(index: int) -> None:
    assert statement_place(TEXT, index) is None


def test_a_text_is_read_once_for_all_of_its_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def reading(text: str) -> LocatedJson:
        read.append(text)
        return LocatedJson(text)

    monkeypatch.setattr(places, "LocatedJson", reading)
    place = StatementPlaces(TEXT)
    assert not read
    assert [place(index) for index in (1, None, 2, 0)] == [
        Place(5, 5, 8, 6),
        Place(1, 1, 10, 2),
        None,
        Place(4, 5, 4, 59),
    ]
    assert read == [TEXT]
