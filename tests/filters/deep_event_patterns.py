"""Compare patterns with `matches`, very often: `python -m tests.filters.deep_event_patterns`.

A comparison is one random filter and one event: whether a rule with one of its patterns passes the
event, by a matcher that is not ours, and whether the filter matches it. Prints what it counted and
every pair on which the two differ; ends with 1 if there is one.
"""

import argparse
import collections
import json
import sys
import time
from collections.abc import Sequence

from tests.filters.event_pairs import examine_many

FIRST = 1_000_000
CHUNK = 10_000


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=250_000)
    parser.add_argument("--first", type=int, default=FIRST, help="the seed of the first pair")
    arguments = parser.parse_args(given)
    outcomes: collections.Counter[str] = collections.Counter()
    differences = 0
    started = time.monotonic()
    last = arguments.first + arguments.pairs
    for start in range(arguments.first, last, CHUNK):
        counted, wrong = examine_many(range(start, min(start + CHUNK, last)))
        outcomes += counted
        differences += len(wrong)
        for one in wrong:
            sys.stdout.write(f"seed {one.seed}: {one.finding_filter!r}\n{json.dumps(one.event)}\n")
        sys.stdout.write(f"{outcomes.total()} pairs, {differences} different\n")
        sys.stdout.flush()
    seconds = time.monotonic() - started
    compared = outcomes["matched"] + outcomes["not matched"]
    sys.stdout.write(f"{compared} comparisons, {differences} different, in {seconds:.0f} s\n")
    sys.stdout.write(f"{dict(outcomes)}\n")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
