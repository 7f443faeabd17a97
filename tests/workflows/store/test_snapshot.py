"""What is known of findings while they are listed: versions, and whether they are as listed."""

from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.workflows._store.snapshot import Snapshot

IDS = st.text(max_size=40)
STAMPS = st.integers(min_value=0, max_value=2**53)
STATUSES = st.sampled_from(["ACTIVE", "ARCHIVED", "RESOLVED", "", "LATER"])
VERSIONS = st.integers(min_value=1, max_value=2**40 - 1)


@given(st.dictionaries(IDS, st.tuples(VERSIONS, STAMPS, STATUSES, st.booleans())), IDS)
def test_each_finding_has_its_version_and_is_like_itself_where_all_is_known(
    rows: dict[str, tuple[int, int, str, bool]], another: str
) -> None:
    known = Snapshot(lambda: [(one, a, b, c, d) for one, (a, b, c, d) in rows.items()])
    for one, (version, updated_at, status, is_all) in rows.items():
        assert known.version(one) == version
        assert known.compare(one, updated_at, status) == (version, is_all)
        assert known.compare(one, updated_at + 1, status) == (version, False)
        assert known.compare(one, updated_at, f"{status}?") == (version, False)
    if another not in rows:
        assert known.version(another) == 0
        assert known.compare(another, 0, "ACTIVE") == (0, False)


def test_a_finding_without_any_time_is_not_taken_for_one_that_is_not_known() -> None:
    known = Snapshot(lambda: [("f-1", 1, 0, "", 1), ("f-2", 2, 0, "", 0)])
    assert known.compare("f-1", 0, "") == (1, True)
    assert known.compare("f-2", 0, "") == (2, False)
    assert known.compare("f-3", 0, "") == (0, False)


def test_findings_of_one_hash_are_told_apart() -> None:
    known = Snapshot(lambda: [("f-1", 1, 5, "ACTIVE", 1), ("f-2", 2, 6, "ACTIVE", 1)], key=len)
    assert known.compare("f-1", 5, "ACTIVE") == (1, True)
    assert known.compare("f-2", 6, "ACTIVE") == (2, True)
    assert known.version("f-3") == 0
