"""Random layers of policies, and what they leave, by brute force.

Like the evaluator it is written apart from the engine: it goes by documents and single requests.
"""

import collections
import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple, get_args

from aa_sdk.models import Access
from aa_sdk.policy import (
    PolicyCheck,
    UnsupportedPolicyError,
    check_access_not_granted,
    check_no_new_access,
)
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, contributions
from aa_sdk.policy.layers import Effective
from tests.policy.evaluator import Request, as_list, covers
from tests.policy.generator import (
    ACTION_PATTERNS,
    KEYS,
    RESOURCE_PATTERNS,
    Policy,
    Theme,
    mutate,
    random_policy,
    random_statement,
    random_theme,
)
from tests.policy.pairs import as_request
from tests.policy.universe import Universe, universe

Kind = Literal["identity", "boundary", "session", "service_control", "resource_control"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LEVELS: tuple[Kind, ...] = ("service_control", "resource_control")
SEVERAL: tuple[Kind, ...] = ("identity", "session", *LEVELS)
FULL: Policy = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
HOW_MANY: dict[Kind, Sequence[int]] = {
    "identity": (0, 1, 1, 1, 1, 1),
    "boundary": (0, 0, 1),
    "session": (0, 0, 1),
    "service_control": (0, 1, 2),
    "resource_control": (0, 0, 0, 1, 2),
}
NAMED = re.compile(r"the statement with index (\d+)(?: of (\S+))?\.$")


class Layer(NamedTuple):
    """Documents of which one has to allow."""

    kind: Kind
    documents: list[Policy]


Layers = list[Layer]


def laid_out(
    identity: Any = None,
    boundary: Policy | None = None,
    session: Any = None,
    service_control: Sequence[Sequence[Policy]] = (),
    resource_control: Sequence[Sequence[Policy]] = (),
) -> Layers:
    """The layers that `Effective` would make of its arguments."""
    alone = ("identity", identity), ("boundary", boundary), ("session", session)
    kinds: dict[str, list[list[Policy]]] = {
        **{kind: [as_list(given)] for kind, given in alone if given is not None},
        "service_control": [[*level] for level in service_control],
        "resource_control": [[*level] for level in resource_control],
    }
    return [Layer(kind, documents) for kind in KINDS for documents in kinds.get(kind, [])]


def effective(layers: Layers) -> Effective:
    of_kind = {kind: [one.documents for one in layers if one.kind == kind] for kind in KINDS}

    def alone(kind: Kind) -> Any:
        documents = of_kind[kind][0] if of_kind[kind] else [None]
        return documents if len(documents) > 1 else documents[0]

    return Effective(
        identity=alone("identity"),
        boundary=alone("boundary"),
        session=alone("session"),
        service_control=of_kind["service_control"],
        resource_control=of_kind["resource_control"],
    )


def is_plain(layers: Layers) -> bool:
    return [(one.kind, len(one.documents)) for one in layers] == [("identity", 1)]


def as_given(layers: Layers) -> Policy | Effective:
    """What a check is given: the policy itself where there is one alone."""
    return layers[0].documents[0] if is_plain(layers) else effective(layers)


# What they leave.


def statements(layer: Layer) -> list[tuple[Policy, dict[str, Any]]]:
    """The statements of a layer, each with its document; in some all speak of whoever asks."""
    return [
        (document, {name: part for name, part in statement.items() if name != "Principal"})
        for document in layer.documents
        for statement in as_list(document["Statement"])
    ]


def leave(layers: Layers, request: Request) -> bool:
    """Whether a request is allowed in every layer and denied in none."""
    effects = [
        {
            statement["Effect"]
            for document, statement in statements(layer)
            if covers(document, statement, request)
        }
        for layer in layers
    ]
    return all("Allow" in own and "Deny" not in own for own in effects)


def left_of(everything: Universe, layers: Layers) -> int:
    """The requests that are left, a bit each."""
    left = everything.everything
    for layer in layers:
        bits = {"Allow": 0, "Deny": 0}
        for document, statement in statements(layer):
            bits[statement["Effect"]] |= everything.covered(document, statement)
        left &= bits["Allow"] & ~bits["Deny"]
    return left


def contributing(everything: Universe, layers: Layers, requests: int) -> set[tuple[int, str]]:
    """The statements of the first layer that let one of some requests through: index, document."""
    kind, documents = layers[0]
    place = f"{kind}[0]" if kind in LEVELS else kind
    found: set[tuple[int, str]] = set()
    for n, document in enumerate(documents):
        numbered = kind in LEVELS or len(documents) > 1
        name = "" if is_plain(layers) else f"{place}[{n}]" if numbered else place
        for index, (_, statement) in enumerate(statements(Layer(kind, [document]))):
            allowed = statement["Effect"] == "Allow" and everything.covered(document, statement)
            if allowed & requests:
                found.add((index, name))
    return found


def named(check: PolicyCheck) -> set[tuple[int, str]]:
    """The statements in the reasons of a check: index, document."""
    matches = (NAMED.search(reason.description or "") for reason in check.reasons)
    return {(int(match[1]), match[2] or "") for match in matches if match}


def granted(action: str = "s3:GetObject", resource: str = "*", /, **layers: Any) -> bool:
    """Whether layers leave an action; a request shows it if they do."""
    access = Access(actions=[action], resources=[resource])
    check = check_access_not_granted(Effective(**layers), access)
    if check.result == "FAIL":
        assert leave(laid_out(**layers), as_request(check))
    return check.result == "FAIL"


def adds(new: dict[str, Any], existing: dict[str, Any]) -> bool:
    """Whether some layers leave what others do not; a request shows it if they do."""
    check = check_no_new_access(Effective(**new), Effective(**existing))
    if check.result == "FAIL":
        request = as_request(check)
        assert leave(laid_out(**new), request)
        assert not leave(laid_out(**existing), request)
    return check.result == "FAIL"


def told(query: AccessQuery, budget: Budget) -> list[tuple[int, str]]:
    """The statements of the first layer that the engine finds: index, document."""
    found = contributions(query, budget)
    return [(one.statement.index, one.statement.document) for one in found]


# At random.


def random_document(rng: random.Random, theme: Theme, kind: Kind) -> Policy:
    document = random_policy(rng, theme, rng.choice(theme.versions))
    if kind == "resource_control":
        for statement in document["Statement"]:
            if rng.random() < 0.7:
                statement["Principal"] = rng.choice(["*", {"AWS": "*"}])
    return document


def random_layer(rng: random.Random, theme: Theme, kind: Kind) -> Layer:
    count = rng.choice((1, 1, 2)) if kind in SEVERAL else 1
    documents = [random_document(rng, theme, kind) for _ in range(count)]
    # Mostly there is a wide one, or hardly anything would be left of many layers.
    if rng.random() < 0.6:
        if kind in SEVERAL:
            documents.insert(rng.randrange(count + 1), FULL)
        else:
            wide = {"Effect": "Allow", "Action": "*", "Resource": "*"}
            documents[0]["Statement"].append(wide)
    return Layer(kind, documents)


def random_layers(rng: random.Random, theme: Theme) -> Layers:
    kinds: list[Kind] = []
    for kind, counts in HOW_MANY.items():
        kinds.extend(kind for _ in range(rng.choice(counts)))
    return [random_layer(rng, theme, kind) for kind in kinds or KINDS[:1]]


def changed(rng: random.Random, theme: Theme, layers: Layers) -> Layers:
    """The same layers with one more, one less, or one document that is another."""
    layers = [Layer(one.kind, json.loads(json.dumps(one.documents))) for one in layers]
    choice = rng.random()
    place = rng.randrange(len(layers))
    if choice < 0.2 and len(layers) > 1:
        del layers[place]
    elif choice < 0.35:
        added = random_layer(rng, theme, rng.choice(LEVELS))
        layers = sorted([*layers, added], key=lambda layer: KINDS.index(layer.kind))
    elif choice < 0.5:
        kind, documents = layers[place]
        if kind in SEVERAL:
            documents.append(random_document(rng, theme, kind))
    else:
        document = rng.choice(layers[place].documents)
        listed = as_list(document["Statement"])
        document["Statement"] = listed
        if rng.random() < 0.5:
            mutate(rng, theme, document)
        else:
            effect = rng.choice(("Allow", "Deny", "Deny"))
            listed.append(random_statement(rng, theme, document.get("Version"), effect))
    return layers


def random_layered_pair(rng: random.Random) -> tuple[Theme, Layers, Layers]:
    """Two sides, one of which may be a policy alone, that mostly have something in common."""
    theme = random_theme(rng)._replace(principals=False)
    new = random_layers(rng, theme)
    choice = rng.random()
    if choice < 0.15:
        existing = random_layers(rng, theme)
    elif choice < 0.4:
        alone = rng.choice([one for layer in new for one in layer.documents if one is not FULL])
        plain = json.loads(json.dumps(alone))
        for statement in plain["Statement"]:
            statement.pop("Principal", None)
        if rng.random() < 0.4:
            mutate(rng, theme, plain)
        existing = laid_out(identity=plain)
    else:
        existing = changed(rng, theme, new)
    return (theme, new, existing) if rng.random() < 0.6 else (theme, existing, new)


class Disagreement(NamedTuple):
    """Layers on which engine and brute force differ."""

    seed: int
    why: str
    new: Layers
    existing: Layers
    check: PolicyCheck


Examined = tuple[str, Disagreement | None]


def examine(seed: int) -> Examined:
    """Decide one pair of layers both ways.

    Returns:
        The verdict and whether a request shows it, and what is wrong with it, if anything.
    """
    theme, new, existing = random_layered_pair(random.Random(seed))  # noqa: S311 (no secrets)
    check = check_no_new_access(as_given(new), as_given(existing))
    difference = left_of(universe(theme), new) & ~left_of(universe(theme), existing)
    shown = check.counterexample is None or not leave(existing, as_request(check))
    return judged(seed, theme, (new, existing), check, difference, shown=shown)


def examine_access(seed: int) -> Examined:
    """Decide both ways whether some layers grant some access."""
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    theme = random_theme(rng)._replace(principals=False)
    layers = random_layers(rng, theme)
    actions = rng.sample(ACTION_PATTERNS, rng.choice((1, 2)))
    resources = rng.sample(RESOURCE_PATTERNS, rng.choice((0, 1, 2)))
    access = Access(actions=actions, resources=resources or None)
    check = check_access_not_granted(as_given(layers), access)
    everything = universe(theme)
    target = {"Effect": "Allow", "Action": actions, "Resource": resources or "*"}
    left = left_of(everything, layers) & everything.covered({}, target)
    shown = check.counterexample is None or covers({}, target, as_request(check))
    return judged(seed, theme, (layers, []), check, left, shown=shown)


def judged(
    seed: int,
    theme: Theme,
    sides: tuple[Layers, Layers],
    check: PolicyCheck,
    requests: int,
    *,
    shown: bool,
) -> Examined:
    """Say what a verdict is worth, when these are the requests that were looked for."""
    new, existing = sides
    verdict: str = check.result
    why = None
    if check.result == "PASS":
        why = "wrong PASS" if requests else None
    elif check.counterexample is not None:
        why = None if shown and leave(new, as_request(check)) else "counterexample does not replay"
    elif check.exact:
        why = "no counterexample"
    else:
        # What a variable of a key with several values stands for is open.
        missed = requests and KEYS["set"].name not in theme.variables
        verdict = f"FAIL{', counterexample missed' if missed else ' without counterexample'}"
    everything = universe(theme)
    if requests and not contributing(everything, new, requests) <= named(check):
        why = why or "statement not named"
    return verdict, Disagreement(seed, why, new, existing, check) if why else None


def examine_many(
    seeds: range, how: Callable[[int], Examined] = examine
) -> tuple[collections.Counter[str], list[Disagreement]]:
    """Decide many both ways; what is refused counts by its reason."""
    verdicts: collections.Counter[str] = collections.Counter()
    wrong: list[Disagreement] = []
    for seed in seeds:
        try:
            verdict, disagreement = how(seed)
        except UnsupportedPolicyError as error:
            verdict, disagreement = error.feature, None
        verdicts[verdict] += 1
        if disagreement:
            wrong.append(disagreement)
    return verdicts, wrong
