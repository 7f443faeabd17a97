"""What checking many policies costs, beside a loop: `python benchmarks/policy_batch.py`.

Three contenders check the same documents in turn, offline, for two questions and validation:
`check_policies`, and loops that call the functions of `aa_sdk.policy`, one of which reads each
document once by hand. Documents are all different, or the same twenty again and again, laid out in
many ways. Then how long the event loop is held meanwhile, and what 100,000 different documents take
of memory.
"""

import argparse
import asyncio
import gc
import json
import pickle
import random
import resource
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from aa_sdk.models import Access
from aa_sdk.policy import (
    ActionCatalogue,
    Policy,
    check_access_not_granted,
    check_no_new_access,
    validate,
)
from aa_sdk.workflows import check_policies

CASES = Path(__file__).parents[1] / "tests" / "policy" / "cases" / "no_new_access.json"
DOCUMENTS, ROUNDS, SHAPES = 1_000, 5, 20
MANY = 100_000
NOT_GRANTED = ["iam:CreateUser", "kms:DeleteKey", "s3:DeleteBucket"]
ACCESS = Access(actions=NOT_GRANTED)
NOTHING = ActionCatalogue.empty()
TICK = 0.001

Check = Callable[[list[str]], object]


def shapes() -> list[dict[str, Any]]:
    """Identity policies as they are written."""
    labels = json.loads(CASES.read_text(encoding="utf-8"))
    cases = [one["new"] for one in labels["cases"] if one["policy_type"] == "IDENTITY_POLICY"]
    return [one for one in cases if len(json.dumps(one)) > 150][:SHAPES]


LIMIT = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["s3:*", "sqs:*", "ec2:Describe*"], "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"},
    ],
}


def distinct(number: int) -> Iterator[str]:
    """Documents that all differ, each by the name of a bucket."""
    listed = shapes()
    for index in range(number):
        shape = listed[index % len(listed)]
        own = {
            "Sid": f"Own{index}",
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::bucket-{index}/*",
        }
        yield json.dumps({**shape, "Statement": [*statements_of(shape), own]})


def statements_of(shape: dict[str, Any]) -> list[Any]:
    """Its statements, however many they are."""
    given: Any = shape["Statement"]
    return [*given] if isinstance(given, list) else [given]


def repetitive(number: int) -> Iterator[str]:
    """Twenty documents, again and again, laid out in many ways."""
    generator = random.Random(1)
    listed = shapes()
    for _ in range(number):
        shape = generator.choice(listed)
        keys = generator.sample([*shape], len(shape))
        yield json.dumps({key: shape[key] for key in keys}, indent=generator.choice([None, 2, 4]))


def batch(texts: list[str]) -> object:
    """Check them at once."""
    report = asyncio.run(
        check_policies(
            texts, new_access_against=LIMIT, access_not_granted=NOT_GRANTED, catalogue=NOTHING
        )
    )
    assert report.failed == 0
    return report


def loop(texts: list[str]) -> object:
    """Check them one after the other."""
    return [
        (
            check_no_new_access(text, LIMIT),
            check_access_not_granted(text, ACCESS),
            validate(text, catalogue=NOTHING),
        )
        for text in texts
    ]


def careful_loop(texts: list[str]) -> object:
    """Do the same, and read every document once."""
    limit, found = Policy.parse(LIMIT), list[object]()
    for text in texts:
        policy = Policy.parse(text)
        found += (
            check_no_new_access(policy, limit),
            check_access_not_granted(policy, ACCESS),
            validate(text, catalogue=NOTHING),
        )
    return found


CONTENDERS: dict[str, Check] = {
    "check_policies": batch,
    "a loop": loop,
    "a loop that reads each document once": careful_loop,
}


def milliseconds(check: Check, texts: list[str]) -> float:
    """CPU of all threads for each document."""
    gc.collect()
    started = time.process_time()
    check(texts)
    return (time.process_time() - started) * 1000 / len(texts)


def show(name: str, value: float, unit: str, target: float | None = None) -> None:
    """Print a figure, beside its target if it has one."""
    verdict = ""
    if target is not None:
        verdict = f" target {target:g}: {'reached' if value <= target else 'MISSED'}"
    print(f"{name:52} {value:9.3f} {unit:3}{verdict}")


def show_cpu(title: str, texts: list[str], target: float) -> None:
    """Compare the contenders, in turn."""
    for check in CONTENDERS.values():
        check(texts[:50])
    rounds = [
        {name: milliseconds(check, texts) for name, check in CONTENDERS.items()}
        for _ in range(ROUNDS)
    ]
    print(f"{len(texts):,} {title}, {ROUNDS} rounds")
    for name in CONTENDERS:
        show(f"  {name}", statistics.median(each[name] for each in rounds), "ms")
    for name in [*CONTENDERS][1:]:
        ratios = [each["check_policies"] / each[name] for each in rounds]
        show(f"  of {name}", statistics.median(ratios), "", target if name == "a loop" else None)


async def longest_hold(texts: list[str]) -> tuple[float, float]:
    """Return how late a task was at most that wakes every millisecond, and the 99th percentile."""
    late: list[float] = []

    async def watch() -> None:
        while True:
            started = time.perf_counter()
            await asyncio.sleep(TICK)
            late.append(time.perf_counter() - started - TICK)

    gc.collect()
    gc.freeze()  # a full collection holds every thread, whoever works
    watcher = asyncio.create_task(watch())
    await check_policies(
        iter(texts), new_access_against=LIMIT, access_not_granted=NOT_GRANTED, catalogue=NOTHING
    )
    watcher.cancel()
    gc.unfreeze()
    return max(late) * 1000, sorted(late)[int(len(late) * 0.99)] * 1000


def spinning_hold() -> float:
    """The same beside a thread that does nothing but compute: what the interpreter itself takes."""
    over = threading.Event()

    def spin() -> None:
        while not over.is_set():
            sum(range(1_000))

    async def main() -> float:
        late: list[float] = []
        for _ in range(200):
            started = time.perf_counter()
            await asyncio.sleep(TICK)
            late.append(time.perf_counter() - started - TICK)
        return max(late) * 1000

    thread = threading.Thread(target=spin)
    thread.start()
    try:
        return asyncio.run(main())
    finally:
        over.set()
        thread.join()


def show_memory(number: int) -> None:
    """Show what so many different documents take, which are made as they are checked."""
    batch([*distinct(100)])
    before = peak_memory()
    report = asyncio.run(
        check_policies(distinct(number), access_not_granted=NOT_GRANTED, catalogue=NOTHING)
    )
    grown = peak_memory() - before
    print(f"{number:,} different documents: {report}")
    show("  peak of memory, beyond what was there", grown / 1e6, "MB")
    show("  for each document", grown / number / 1000, "kB")
    show("  of which its result, pickled", len(pickle.dumps(report)) / number / 1000, "kB")


def peak_memory() -> int:
    """Return the most bytes that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=MANY, help="documents to measure memory with")
    many = parser.parse_args().many
    show_memory(many)  # first: a peak does not shrink
    show_cpu("different documents", [*distinct(DOCUMENTS)], 1.2)
    show_cpu("documents that are twenty", [*repetitive(DOCUMENTS)], 0.2)
    longest, usual = asyncio.run(longest_hold([*distinct(DOCUMENTS)]))
    show("the event loop is held for at most", longest, "ms")
    show("  p99", usual, "ms")
    show("  beside a thread that spins", spinning_hold(), "ms")


if __name__ == "__main__":
    main()
