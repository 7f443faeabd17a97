"""Documents read from files and stdin, whatever is in them."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from aa_sdk.cli._documents import read_document
from aa_sdk.cli.running import CommandError


def refused(path: Path) -> str:
    with pytest.raises(CommandError) as caught:
        read_document(str(path))
    told = str(caught.value)
    assert told.startswith(f"{path}: ")
    assert "\n" not in told
    return told.removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.json", "{", "line 1, column 2: not JSON: "),
        ("a.yaml", " \n", "it is empty"),
        ("a.json", '{"a": 1, "a": 2}', "the key 'a' stands twice in a mapping"),
        ("a.json", f"[{'9' * 5000}]", "not JSON that can be read: "),
        ("a.json", "[" * 100_000, "lists or mappings in too many others"),
        ("a.toml", "a = ", "not TOML: "),
        ("a.toml", "a = 1\na = 2", "not TOML: "),
        ("a.yaml", "a: [1", "line 1, column 6: not YAML: "),
        ("a.yaml", "b: 1\na: 1\na: 2", "line 3, column 1: the key 'a' stands twice in a mapping"),
        ("a.yaml", "a: 1\n---\nb: 1", "line 2, column 1: not YAML: but found another document"),
        ("a.yaml", "a: !!python/object:os.system x", "line 1, column 4: not YAML: "),
        ("a.yaml", "? [a]\n: 1", "line 1, column 3: not YAML: found unhashable key"),
        ("a.yaml", "a: \0", "not YAML: unacceptable character"),
        ("a.yaml", "a: 2026-13-01", "not YAML: a value is none of its type: "),
        ("a.yaml", "a: !!bool x", "not YAML: a value is none of its type: "),
        ("a.yaml", "[" * 1_500, "lists or mappings in too many others"),
        ("a.yaml", "&a [*a]", "more values than anything needs"),
        ("a", "{a: 1", "line 1, column 6: not YAML: "),
        ("a.json", "[" + " " * (1 << 20), "more than 1 MiB"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert refused(path).startswith(told)


def test_without_what_reads_yaml_the_way_to_get_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "aa_sdk.cli._yaml", raising=False)
    monkeypatch.setitem(sys.modules, "yaml", None)
    (tmp_path / "a.yaml").write_text("a: 1")
    assert refused(tmp_path / "a.yaml") == ("YAML is read with PyYAML: pip install 'aa-sdk[cli]'")
    (tmp_path / "a").write_text('{"a": 1}')
    assert read_document(str(tmp_path / "a")) == {"a": 1}


def test_aliases_that_multiply_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "laughs.yaml"
    lines = [
        "a0: &a0 [x, x]",
        *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)),
    ]
    path.write_text("\n".join(lines))
    assert refused(path).startswith("more values than anything needs")


def test_what_is_no_text_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"a: \xe9")
    assert refused(tmp_path / "latin.yaml") == "not UTF-8 text"
    assert refused(tmp_path / "none.yaml") == "No such file or directory"
    assert refused(tmp_path) == "Is a directory"


def test_yaml_may_merge_and_repeat(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("b: &b {x: 0}\na: &a {<<: *b, x: 1}\nc: {<<: *b, y: 1}")
    assert read_document(str(path)) == {"b": {"x": 0}, "a": {"x": 1}, "c": {"x": 0, "y": 1}}
