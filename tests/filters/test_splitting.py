"""Filters with too many values, cut into filters that the service takes."""

import pytest

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FindingFilter
from aa_sdk.models import Criterion

F = FindingFilter
TWENTY = tuple(str(number) for number in range(20))


def test_a_short_filter_is_its_only_part() -> None:
    finding_filter = F().id.eq(*TWENTY).status.neq("ACTIVE")
    assert list(finding_filter.split()) == [finding_filter]
    assert list(F().split()) == [F()]


def test_values_that_stand_twice_in_a_short_list_stay_as_they_were_given() -> None:
    given = {"id": Criterion(eq=[*TWENTY, "20"]), "status": Criterion(eq=["ACTIVE", "ACTIVE"])}
    parts = [part.to_criteria() for part in F.from_criteria(given).split()]
    assert [part["status"] for part in parts] == [given["status"]] * 2


def test_parts_are_of_the_same_kind_and_keep_the_rest() -> None:
    finding_filter = F.for_unused().status.eq("ACTIVE").id.contains(*TWENTY, "20").id.neq("x")
    parts = list(finding_filter.split())
    assert [repr(part).startswith("FindingFilter.for_unused()") for part in parts] == [True, True]
    assert parts[1].to_criteria() == {
        "status": Criterion(eq=["ACTIVE"]),
        "id": Criterion(contains=["20"], neq=["x"]),
    }


@pytest.mark.parametrize(
    ("finding_filter", "refused"),
    [
        (F().id.neq(*TWENTY, "20"), ["id.neq"]),
        (F().id.neq(*TWENTY, "20").resource.eq(*TWENTY, "20"), ["id.neq"]),
        (F().id.eq(*TWENTY, "20").resource.eq(*TWENTY, "20"), ["id.eq", "resource.eq"]),
        (F().id.eq(*TWENTY, "20").id.contains(*TWENTY, "20"), ["id.eq", "id.contains"]),
    ],
    ids=["neq", "neq and eq", "two keys", "two operators"],
)
def test_what_cannot_be_split_is_refused_at_once_with_the_reason(
    finding_filter: FindingFilter, refused: list[str]
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        finding_filter.split()
    assert [field.path for field in caught.value.fields] == [f"filter.{path}" for path in refused]


def test_repeated_values_of_neq_do_not_count() -> None:
    finding_filter = F.from_criteria({"id": Criterion(neq=[*TWENTY, *TWENTY])})
    (part,) = finding_filter.split()
    assert part.to_criteria() == {"id": Criterion(neq=TWENTY)}
