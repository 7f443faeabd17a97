"""One world in the place of another, for all who know it already."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._snapshot.saving import load_world
from aa_sdk.emulator.clock import Clock

# What an emulator is made with, and who calls it and listens to it: all that is no state.
_SETTINGS = (
    "account_id",
    "region",
    "seed",
    "clock",
    "durations",
    "quotas",
    "scan_limit",
    "organization",
    "access_keys",
    "canonical_ids",
    "members",
    "delegated_administrator",
    "switches",
    "events",
)


def renew(world: World) -> None:
    """Empty a world. What it was made with stays, and its clock goes on."""
    _become(world, World(**{name: getattr(world, name) for name in _SETTINGS}))


def loaded(saved: Mapping[str, Any]) -> World:
    """Return a world as it was saved, with a clock of its own that stands where it was saved."""
    world = World(saved["account_id"], saved["region"], saved["seed"], Clock(step=timedelta()))
    load_world(world, saved)
    return world


def replace_world(world: World, other: World) -> None:
    """Let a world be what another one is.

    Its clock stays, and moves on to the time of the other's if that is later.
    """
    ahead = other.clock.now() - world.clock.now()
    world.clock.advance(max(ahead, timedelta()))
    other.clock, other.events = world.clock, world.events
    _become(world, other)


def _become(world: World, other: World) -> None:
    # Services, sessions and servers hold the object, so it stays, and everything in it changes.
    vars(world).update(vars(other))
