"""Globs over a small alphabet, and all short texts over it."""

import itertools
import random

from aa_sdk.policy._language.patterns import Pattern, parse

SHORT = ["".join(chars) for size in range(5) for chars in itertools.product("aBb", repeat=size)]
LONGER = [*SHORT, *("".join(chars) for chars in itertools.product("aBb", repeat=5))]


def wild(text: str) -> Pattern:
    return parse(text, "", wildcards=True, variables=True)


def random_glob(rng: random.Random) -> str:
    return "".join(rng.choice("aab*?B") for _ in range(rng.randint(1, 4)))
