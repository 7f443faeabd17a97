"""How hard properties are tried: a little by default, fully before a change lands.

`pytest` alone takes the profile `dev`; `pytest --hypothesis-profile=ci` takes `ci`. Both try the
same examples every time, so that a change that has nothing to do with a property does not fail by
it. `explore` tries as many as `ci`, others each time: what it finds gets a test of its own.
"""

from hypothesis import settings

_FIFTH = 5

settings.register_profile("dev", max_examples=20, deadline=None, derandomize=True)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("explore", max_examples=100, deadline=None)
settings.load_profile("dev")


def examples(full: int) -> int:
    """Return how many examples to try.

    Args:
        full: How many there are under the profile `ci`.

    Returns:
        As many under `ci` and `explore`, a fifth under any other.
    """
    if settings.get_current_profile_name() in ("ci", "explore"):
        return full
    return max(1, full // _FIFTH)
