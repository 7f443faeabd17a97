"""The mappings that methods take in the place of structures, beside the structures."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_type_hints, is_typeddict

import pytest
from pydantic import TypeAdapter, ValidationError

from aa_sdk.models import Model
from tests.conformance.annotations import (
    MODELS,
    PUBLIC_NAMES,
    both_forms,
    field_hints,
    union_variants,
    wire_type,
)
from tests.models.complete_bodies import complete
from tests.sample_values import MODEL, in_snake_case, snake_case

NAMES = [name for name in PUBLIC_NAMES if is_typeddict(getattr(MODELS, name))]


def members(structure: Any) -> Mapping[str, tuple[str, bool]]:
    """Say of each member of a structure or union what it is, and whether it has to be there."""
    if isinstance(structure, type) and issubclass(structure, Model):
        fields, hints = structure.model_fields, field_hints(structure)
        return {name: (wire_type(hints[name]), info.is_required()) for name, info in fields.items()}
    return {snake_case(tag): (payload(tag, of), False) for tag, of in variants(structure).items()}


def variants(union: Any) -> Mapping[str, type[Model]]:
    return union_variants(union)


def payload(tag: str, variant: type[Model]) -> str:
    """Say what a union's member is: the variant, or the one field of a bare one."""
    bare = field_hints(variant).get(snake_case(tag))
    return wire_type(bare) if bare else variant.__name__


def test_each_has_the_name_of_a_structure() -> None:
    assert [name for name in PUBLIC_NAMES if name.endswith("Dict")] == NAMES
    assert {name.removesuffix("Dict") for name in NAMES} <= set(PUBLIC_NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_has_the_members_of_its_structure(name: str) -> None:
    mapping = getattr(MODELS, name)
    hints = get_type_hints(mapping, include_extras=True)
    ours = {key: (wire_type(hint), key in mapping.__required_keys__) for key, hint in hints.items()}
    structure = getattr(MODELS, name.removesuffix("Dict"))
    assert ours == {
        key: (kind if "Criterion" in kind else both_forms(kind), required)
        for key, (kind, required) in members(structure).items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_it_is_read_as_its_structure_is(name: str) -> None:
    shape = name.removesuffix("Dict")
    adapter = TypeAdapter[Any](getattr(MODELS, shape))
    body = complete(shape)
    mapping = in_snake_case(MODEL.shape_for(shape), body)
    assert set(mapping) <= getattr(MODELS, name).__annotations__.keys()
    by_wire_name = adapter.validate_python(body)
    assert adapter.validate_python(mapping) == by_wire_name
    assert adapter.dump_python(by_wire_name, mode="json", by_alias=True) == body


@pytest.mark.parametrize("kind", [set, frozenset])
def test_a_set_is_kept_in_order(kind: Callable[[Iterable[str]], Any]) -> None:
    texts = tuple(str(number) for number in range(10, 40))
    given = kind(texts)
    assert MODELS.Access(actions=given).actions == texts
    assert MODELS.Criterion(eq=given).eq == texts
    rule = MODELS.InternalAccessAnalysisRuleCriteria(resource_types=given)
    assert rule.resource_types == texts


def test_a_set_of_what_is_no_text_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        MODELS.Access(actions={1, "a", None})
    assert {error["loc"][0] for error in caught.value.errors()} == {"actions"}
