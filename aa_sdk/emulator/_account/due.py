"""What happens by itself once its time has come, done as soon as somebody looks.

Previews come to their end, scans of resources too, and resolved findings age out: in the order of
their times, whichever account, region and analyzer they belong to, and each at its own time,
however much later somebody looks.
"""

from aa_sdk.emulator._account.agenda import Agenda, Waiting
from aa_sdk.emulator._account.entities import AccessPreview, Analyzer, ResourceScan
from aa_sdk.emulator._account.events import announce_preview
from aa_sdk.emulator._account.lifecycle import age_out, end_scan, watch
from aa_sdk.emulator._account.world import World


def bring_out(world: World, now: int | None = None) -> None:
    """Do what is due.

    Args:
        world: The world.
        now: The time in milliseconds since 1970; the world's by default.
    """
    if not world.agenda:
        return
    now = world.now() if now is None else now
    while entry := world.agenda.take(now):
        _do(world, entry.analyzer, entry.waiting, entry.at)


def _do(world: World, analyzer: Analyzer, waiting: Waiting, at: int) -> None:
    if isinstance(waiting, AccessPreview):
        announce_preview(world, analyzer, waiting, waiting.status_at(at), at)
    elif isinstance(waiting, ResourceScan):
        end_scan(world, analyzer, waiting)
    else:
        age_out(world, analyzer, waiting, at)


def start_preview(world: World, analyzer: Analyzer, preview: AccessPreview) -> None:
    """Enter a preview that begins now."""
    analyzer.previews[preview.id] = preview
    announce_preview(world, analyzer, preview, "CREATING", preview.created_at)
    world.agenda.add(preview.ready_at, analyzer, preview)


def start_scan(world: World, analyzer: Analyzer, scan: ResourceScan) -> None:
    """Enter a scan that begins now."""
    analyzer.scans.append(scan)
    world.agenda.add(scan.ends_at, analyzer, scan)


def plan_anew(world: World, now: int) -> None:
    """Work out what is going to happen in a world that was set up by other means.

    Args:
        world: The world, complete.
        now: The time in milliseconds since 1970 up to which everything that was due is done.
    """
    world.agenda = Agenda()
    for scope in world.scopes.values():
        for analyzer in scope.analyzers.values():
            for preview in analyzer.previews.values():
                if preview.ready_at > now:
                    world.agenda.add(preview.ready_at, analyzer, preview)
            for scan in analyzer.scans:
                world.agenda.add(scan.ends_at, analyzer, scan)
            for record in analyzer.store:
                watch(world, analyzer, record)
