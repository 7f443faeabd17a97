"""Runs the service: `python -m findings_service`, or with `--demo` on sample data without AWS."""

import argparse

import uvicorn

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from findings_service.app import create_app
from findings_service.logs import configure_logging


def demo() -> AccessAnalyzerClient:
    """Make a client of the service in memory, with sample findings."""
    emulator = Emulator()
    emulator.populate(findings=1000)
    return AccessAnalyzerClient(session=emulator.session())


def main() -> None:
    """Serve until a signal comes."""
    parser = argparse.ArgumentParser(prog="findings_service", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="sample data instead of AWS")
    parser.add_argument("--port", type=int, default=8000, help="0 for any that is free")
    given = parser.parse_args()
    configure_logging()
    uvicorn.run(
        create_app(demo if given.demo else AccessAnalyzerClient),
        port=given.port,
        log_config=None,
        # Requests may end by themselves so long; streams that are still read are cut off then.
        timeout_graceful_shutdown=10,
    )


if __name__ == "__main__":
    main()
