"""What an archive rule would hide."""

from collections.abc import Iterable

from aa_sdk._display.words import count_text, short_type
from aa_sdk.frames._charts.counting import MOST_BARS
from aa_sdk.frames._charts.names import distinct, shown, some
from aa_sdk.frames._charts.pictures import Bar, Bars, Nothing, Part, Picture, Words
from aa_sdk.models import FindingSummaryV2
from aa_sdk.workflows import RuleEffect

_ALL = "all active"
_RULE_LENGTH = 90


def rule_bars(effect: RuleEffect) -> Picture:
    """Put what would be hidden against all that is active, and then by type of resource."""
    notes = [f"rule: {shown(str(effect.filter), _RULE_LENGTH)}"]
    if effect.hidden_already:
        notes.append(f"{effect.hidden_already:,} more that match are archived already")
    if not effect.active and not effect.would_hide:
        words = Words("The rule would hide nothing: no finding is active", notes)
        return Nothing(words, "No active findings")
    # Of what matches, the service may have counted more than of what was active a moment later.
    stay = max(effect.active - effect.would_hide, 0)
    public = min(effect.public, effect.would_hide)
    parts = (
        Part("public, would be hidden", public, _resources(effect.public_examples)),
        Part("would be hidden", effect.would_hide - public, _resources(effect.examples[public:])),
        Part("stay active", stay, ""),
    )
    whole = Bar(_ALL, [part for part in parts if part.number])
    return Bars(Words(_title(effect), notes), "all, then by type", [whole, *_by_type(effect)])


def _title(effect: RuleEffect) -> str:
    active = count_text(effect.active, "active finding")
    if not effect.would_hide:
        return f"The rule would hide none of {active}"
    if effect.would_hide < effect.active:
        hidden = f"{effect.would_hide:,} of {active}"
    else:
        hidden = "the only active finding" if effect.would_hide == 1 else f"all {active}"
    if not effect.public:
        return f"The rule would hide {hidden}"
    if effect.would_hide == 1:
        return f"The rule would hide {hidden}, which is public"
    public = "all" if effect.public >= effect.would_hide else f"{effect.public:,}"
    return f"The rule would hide {hidden}, {public} of them public"


def _by_type(effect: RuleEffect) -> Iterable[Bar]:
    counts = [*effect.by_resource_type.items()]
    kept, others = counts[: MOST_BARS - 1], counts[MOST_BARS - 1 :]
    other = f"other ({len(others):,})"
    names = distinct([_ALL, *(name for name, _ in kept), *([other] * bool(others))], short_type)
    for name, number in kept:
        examples = [each for each in effect.examples if each.resource_type == name]
        yield Bar(names[name], [Part("would be hidden", number, _resources(examples))])
    if others:
        rest = {name for name, _ in others}
        examples = [each for each in effect.examples if each.resource_type in rest]
        number = sum(number for _, number in others)
        yield Bar(names[other], [Part("would be hidden", number, _resources(examples))])


def _resources(examples: Iterable[FindingSummaryV2]) -> str:
    named = some(dict.fromkeys(example.resource_text for example in examples))
    return f"such as {named}" if named else ""
