"""Making very many objects at once."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def many_objects() -> Generator[None]:
    """Let Python make objects that are to stay, without looking for garbage among them.

    The collector of cycles looks at all that is new again and again, and then at all that is old:
    with millions of findings that is most of the time, and there is nothing to find. It goes on
    afterwards, if it ran before, and takes all these objects for old ones at once: to freeze and
    thaw them is the way to say so. Where somebody has frozen objects already they are left alone.

    Two of these at once, in two threads, do no harm: at worst it goes on early.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            gc.freeze()
            gc.unfreeze()
        if was_enabled:
            gc.enable()
