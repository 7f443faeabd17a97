"""Compare the engine with brute force over very many pairs: `python -m tests.policy.deep`.

Prints what it counted, and every pair on which the two differ; ends with 1 if there is one.
"""

import argparse
import collections
import json
import sys
import time

from tests.policy.pairs import examine_many

FIRST = 1_000_000
CHUNK = 10_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=500_000)
    parser.add_argument("--first", type=int, default=FIRST, help="the seed of the first pair")
    arguments = parser.parse_args()
    verdicts: collections.Counter[str] = collections.Counter()
    differences = 0
    started = time.monotonic()
    for start in range(arguments.first, arguments.first + arguments.pairs, CHUNK):
        end = min(start + CHUNK, arguments.first + arguments.pairs)
        counted, wrong = examine_many(range(start, end))
        verdicts += counted
        differences += len(wrong)
        for one in wrong:
            sys.stdout.write(f"seed {one.seed}: {one.why}\n{one.check}\n")
            sys.stdout.write(f"{json.dumps(one.new)}\n{json.dumps(one.existing)}\n")
        sys.stdout.write(f"{end - arguments.first} pairs, {differences} differences\n")
        sys.stdout.flush()
    seconds = time.monotonic() - started
    sys.stdout.write(f"{dict(verdicts)} in {seconds:.0f} s: {differences} differences\n")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
