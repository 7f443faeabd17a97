"""How long the offline policy checks take: `python benchmarks/policy_checks.py`.

Prints the time of each labelled no-new-access case, of importing the package beyond pydantic, and
of hostile policies.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from aa_sdk.models import AccessCheckPolicyType
from aa_sdk.policy import PolicyError, check_no_new_access

CASES = Path(__file__).parents[1] / "tests" / "policy" / "cases" / "no_new_access.json"
REPEATS = 7
IMPORTS = 9
IMPORT = """
import time, pydantic
class Warm(pydantic.BaseModel):
    field: int
start = time.perf_counter()
from aa_sdk.policy import check_no_new_access
print((time.perf_counter() - start) * 1000)
"""

Pair = tuple[Any, Any, AccessCheckPolicyType]


def allow(**elements: Any) -> dict[str, Any]:
    """An Allow statement."""
    return {"Effect": "Allow", "Action": "s3:*", "Resource": "*", **elements}


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    """A policy of the current version."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def labelled_pairs() -> list[Pair]:
    """The labelled cases, as they are asked."""
    labels = json.loads(CASES.read_text(encoding="utf-8"))
    existing = labels["existing"]
    return [(one["new"], existing[one["existing"]], one["policy_type"]) for one in labels["cases"]]


def hostile_pairs() -> dict[str, Pair]:
    """Pairs that are made to take long."""
    rng = random.Random(5)

    def words(count: int, size: int = 6) -> list[str]:
        return ["".join(rng.choices("abcdefgh", k=size)) for _ in range(count)]

    def statements(count: int, tail: str = "") -> list[dict[str, Any]]:
        arns = (f"arn:aws:s3:::{word}{tail}" for word in words(count))
        pairs = zip(words(count), arns, strict=True)
        return [allow(Action=f"s3:{word}", Resource=arn) for word, arn in pairs]

    riddle = [
        allow(Condition={"Bool": {f"aws:k{n}": rng.choice(["true", "false"]) for n in three}})
        for three in (rng.sample(range(60), 3) for _ in range(256))
    ]
    denies = [{**entry, "Effect": "Deny"} for entry in statements(2_000)]
    stars = "arn:aws:s3:::"
    globs = [allow(Action=[f"s3:*{word}*" for word in words(300)]) for _ in range(2)]
    mess = json.dumps(
        policy(
            *(
                allow(Action=[f"s3:{a}*", f"s3:*{b}"], Resource=f"{stars}*{a}*{b}*")
                for a, b in zip(words(7_000), words(7_000), strict=True)
            )
        )
    )
    kind: AccessCheckPolicyType = "IDENTITY_POLICY"
    return {
        "300 globs with two stars": (policy(globs[0]), policy(globs[1]), kind),
        "nested stars": (
            policy(allow(Resource=stars + "*a*b" * 200)),
            policy(allow(Resource=stars + "*b*a" * 200)),
            kind,
        ),
        "3,000 statements": (policy(*statements(3_000)), policy(*statements(3_000)), kind),
        "3,000 statements with globs": (
            policy(*statements(3_000, "/*")),
            policy(*statements(3_000, "/*")),
            kind,
        ),
        "2,000 denies": (policy(allow(), *denies), policy(allow(), *denies[::-1]), kind),
        "13,000 statements": (policy(*statements(6_500)), policy(*statements(6_500)), kind),
        "256 clauses over 60 keys": (policy(allow()), policy(*riddle), kind),
        "20,000 keys": (
            policy(allow(Condition={"StringEquals": {f"aws:k{n}": "a" for n in range(20_000)}})),
            policy(allow()),
            kind,
        ),
        "a mess of nearly 1 MiB": (mess, mess.replace("s3:a", "s3:b"), kind),
        "more than 1 MiB": (" " * (1 << 20) + mess, mess, kind),
    }


def milliseconds(pair: Pair) -> float:
    """How long one check takes."""
    start = time.perf_counter()
    check_no_new_access(*pair)
    return (time.perf_counter() - start) * 1000


def percentile(values: list[float], share: float) -> float:
    """The value that a share of the values stays below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def show(name: str, value: float, unit: str, target: float) -> None:
    """Print a figure beside its target."""
    verdict = "reached" if value <= target else "MISSED"
    print(f"{name:44} {value:9.3f} {unit:3} target {target:g}: {verdict}")


def show_cases() -> None:
    """Time every case several times."""
    pairs = labelled_pairs()
    texts: list[Pair] = [(json.dumps(new), json.dumps(old), kind) for new, old, kind in pairs]
    runs = [milliseconds(pair) for pair in texts for _ in range(REPEATS)]
    each = [statistics.median(runs[n : n + REPEATS]) for n in range(0, len(runs), REPEATS)]
    print(f"{len(pairs)} no-new-access cases, JSON text to verdict, {len(runs)} runs")
    show("median of the cases", statistics.median(each), "ms", 1)
    show("p99 of all runs", percentile(runs, 0.99), "ms", 20)


def show_import() -> None:
    """Time the import in fresh interpreters."""
    command = [sys.executable, "-c", IMPORT]
    root = str(Path(__file__).parents[1])
    with tempfile.TemporaryDirectory() as cache:
        # The first run writes the byte code, as an installation does; the median leaves it out.
        environment = {**os.environ, "PYTHONPATH": root, "PYTHONPYCACHEPREFIX": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        times = [
            float(subprocess.run(command, capture_output=True, check=True, env=environment).stdout)
            for _ in range(IMPORTS)
        ]
    show("import of the checks beyond pydantic", statistics.median(times), "ms", 20)


def show_hostile() -> None:
    """Time each hostile pair once."""
    worst = 0.0
    for name, pair in hostile_pairs().items():
        start = time.perf_counter()
        try:
            outcome: str = check_no_new_access(*pair).result
        except PolicyError as error:
            outcome = f"refused: {error}"
        seconds = time.perf_counter() - start
        worst = max(worst, seconds)
        print(f"  {name:42} {seconds:9.3f} s   {outcome}")
    show("slowest hostile policy", worst, "s", 2)


if __name__ == "__main__":
    show_cases()
    show_import()
    show_hostile()
