"""Making very many objects at once."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def many_objects() -> Generator[None]:
    """Let Python make objects that are to stay, without looking for garbage among them.

    The collector of cycles looks at all that is new again and again, and then at all that is old:
    with millions of findings that is most of the time, and there is nothing to find. It goes on
    afterwards, if it ran before. Two of these at once, in two threads, do no harm: at worst it goes
    on early.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
