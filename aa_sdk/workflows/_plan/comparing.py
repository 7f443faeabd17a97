"""What is held against what: a specification and the analyzer that there is."""

from collections.abc import Iterator, Mapping, Sequence

from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerSummary
from aa_sdk.workflows._plan.changes import Blocked, Change, Unmanaged
from aa_sdk.workflows._plan.configurations import DEFAULT_AGE, age_of, scopes_of, update_to
from aa_sdk.workflows._plan.failures import reason_code, told_status
from aa_sdk.workflows._plan.limits import MOST_TAGS, is_reserved, is_single, kind_of
from aa_sdk.workflows._plan.plan import Plan
from aa_sdk.workflows._plan.reading import State, own_of
from aa_sdk.workflows._plan.specification import AnalyzerSpec


def planned(spec: AnalyzerSpec, state: State, *, prune: bool, adopt: bool, replace: bool) -> Plan:
    """Compare what is specified with what there is.

    Args:
        spec: What is specified.
        state: What there is.
        prune: Whether rules and tags go that the specification does not know.
        adopt: Whether the only other analyzer of the type may be taken over.
        replace: Whether the analyzer may be deleted and created anew.
    """
    analyzer = state.analyzer
    if analyzer is None:
        blocked = tuple(_in_the_place(spec, state, adopt=adopt))
        created = Change("+", "analyzer", spec.name, None, spec)
        changes = [] if blocked else [created, *_rules(spec, {}), *_tags(spec, {})]
        return Plan(spec, None, tuple(changes), (), blocked)
    if blocked := tuple(_refusals(spec, analyzer)):
        return Plan(spec, analyzer, blocked=blocked)
    faults = [*_unreachable(spec, analyzer)]
    is_new = replace and bool(faults)
    unknown = [*_unknown(spec, state.rules, analyzer.tags)]
    gone = [one for one in unknown if prune and (is_new or not _is_kept(one))]
    unmanaged = tuple(one for one in unknown if one not in gone)
    changes = [*_rules(spec, state.rules), *_deleted(gone, "archive_rule")]
    changes += [*_tags(spec, analyzer.tags), *_deleted(gone, "tag")]
    if is_new:
        changes.insert(0, Change("-/+", "analyzer", spec.name, analyzer, spec))
        left = () if prune else _left_open(spec, analyzer)
        blocked = (*_disabled(analyzer), *_lost([*map(_named, unmanaged), *left]))
    else:
        changes += _configuration(spec, analyzer)
        reasons = (f"{fault}: {_replacing(spec)}" for fault in faults)
        blocked = (
            *_disabled(analyzer),
            *(Blocked(reason, "replace") for reason in reasons),
            *_too_many_tags(spec, unmanaged),
        )
    return Plan(spec, analyzer, tuple(changes), unmanaged, blocked)


def _in_the_place(spec: AnalyzerSpec, state: State, *, adopt: bool) -> Iterator[Blocked]:
    """Say what keeps an analyzer from being created, or taken over, that does not exist."""
    own = own_of(state.others)
    names = ", ".join(analyzer.name for analyzer in own)
    if adopt and len(own) > 1:
        yield Blocked(f"adopt=True takes over the only {spec.type} analyzer, and there are {names}")
    elif adopt and state.others and not own:
        managed = state.others[0]
        yield Blocked(
            f"{managed.name} is managed by {managed.managed_by} and cannot be taken over: "
            "without adopt one of your own is created beside it"
        )
    elif own and is_single(spec.type):
        yield Blocked(
            f"there is an analyzer of type {spec.type} already, {names}, and there can be one in "
            "an account and Region: adopt=True takes it over under its name",
            "adopt",
        )


def _refusals(spec: AnalyzerSpec, analyzer: AnalyzerSummary) -> Iterator[Blocked]:
    """Say why an analyzer is none of our business."""
    if analyzer.managed_by is not None:
        yield Blocked(f"{analyzer.name} is managed by {analyzer.managed_by}: specify another name")
    if analyzer.type != spec.type:
        yield Blocked(
            f"{analyzer.name} is of type {analyzer.type}, not {spec.type}, and no analyzer changes "
            "its type: specify another name, or delete it first"
        )


def _disabled(analyzer: AnalyzerSummary) -> Iterator[Blocked]:
    if analyzer.status == "DISABLED":
        told = told_status(analyzer.status, reason_code(analyzer))
        yield Blocked(
            f"{analyzer.name} is {told} and comes back once the organization lets it work again"
        )


def _unreachable(spec: AnalyzerSpec, analyzer: AnalyzerSummary) -> Iterator[str]:
    """Say what of a specification only a new analyzer can be."""
    if analyzer.status == "FAILED":
        yield f"{analyzer.name} is {told_status(analyzer.status, reason_code(analyzer))}"
    age = age_of(spec.configuration)
    present = age_of(analyzer.configuration) or DEFAULT_AGE
    if age is not None and age != present:
        yield f"unused_access_age cannot be changed from {present} to {age}"


def _replacing(spec: AnalyzerSpec) -> str:
    cost = ", which AWS charges for once more" if kind_of(spec.type) == "unused" else ""
    return f"replace=True deletes the analyzer with its findings and creates it anew{cost}"


def _lost(names: Sequence[str]) -> Iterator[Blocked]:
    """Say what would go with an analyzer that is deleted, and come back with none."""
    if names:
        yield Blocked(
            f"a new analyzer would be without {', '.join(names)}: specify that too, or let it go "
            "with prune=True",
            "prune",
        )


def _named(one: Unmanaged) -> str:
    return f"{one.subject.replace('_', ' ')} {one.name}"


def _left_open(spec: AnalyzerSpec, analyzer: AnalyzerSummary) -> Iterator[str]:
    """Name what the analyzer's configuration says, and neither the specification nor a default."""
    age = age_of(analyzer.configuration)
    if age_of(spec.configuration) is None and age not in (None, DEFAULT_AGE):
        yield f"unused_access_age {age}"
    if scopes_of(spec.configuration) is None and scopes_of(analyzer.configuration):
        yield "its analysis rule"


def _too_many_tags(spec: AnalyzerSpec, unmanaged: tuple[Unmanaged, ...]) -> Iterator[Blocked]:
    kept = [one for one in unmanaged if one.subject == "tag" and not _is_kept(one)]
    if (count := len(spec.tags) + len(kept)) > MOST_TAGS:
        yield Blocked(
            f"it would have {count} tags, and can have {MOST_TAGS}: prune=True takes off those "
            "that are not specified",
            "prune",
        )


def _unknown(
    spec: AnalyzerSpec, rules: Mapping[str, FindingFilter], tags: Mapping[str, str]
) -> Iterator[Unmanaged]:
    """Name what the analyzer has and the specification does not."""
    for name in sorted(rules.keys() - spec.archive_rules.keys()):
        yield Unmanaged("archive_rule", name, rules[name])
    for key in sorted(tags.keys() - spec.tags.keys()):
        yield Unmanaged("tag", key, tags[key])


def _is_kept(one: Unmanaged) -> bool:
    """Tell whether something stays as long as the analyzer does: nobody can take it off."""
    return one.subject == "tag" and is_reserved(one.name)


def _deleted(gone: Sequence[Unmanaged], subject: str) -> Iterator[Change]:
    for one in gone:
        if one.subject == subject:
            yield Change("-", one.subject, one.name, one.value, None)


def _rules(spec: AnalyzerSpec, present: Mapping[str, FindingFilter]) -> Iterator[Change]:
    for name, wanted in sorted(spec.archive_rules.items()):
        if name not in present:
            yield Change("+", "archive_rule", name, None, wanted)
        elif present[name] != wanted:
            yield Change("~", "archive_rule", name, present[name], wanted)


def _tags(spec: AnalyzerSpec, present: Mapping[str, str]) -> Iterator[Change]:
    for key, wanted in sorted(spec.tags.items()):
        if key not in present:
            yield Change("+", "tag", key, None, wanted)
        elif present[key] != wanted:
            yield Change("~", "tag", key, present[key], wanted)


def _configuration(spec: AnalyzerSpec, analyzer: AnalyzerSummary) -> Iterator[Change]:
    wanted = scopes_of(spec.configuration)
    present = scopes_of(analyzer.configuration) or frozenset()
    if spec.configuration is not None and wanted is not None and wanted != present:
        before = analyzer.configuration
        after = update_to(spec.configuration, before)
        yield Change("~", "configuration", analyzer.name, before, after)
