"""The log of calls counts all of them, and keeps the last."""

import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime

from aa_sdk.emulator import CallLog, RecordedCall

CALL = RecordedCall(
    "ListAnalyzers", {}, "111122223333", "us-east-1", "r", datetime(2026, 1, 1, tzinfo=UTC), 200
)


def test_all_calls_are_counted_and_the_last_ones_kept() -> None:
    log = CallLog()
    log.add(replace(CALL, operation="GetAnalyzer"))
    for number in range(20_002):
        log.add(replace(CALL, request_id=str(number)))
    assert (len(log), len(list(log)), len(log.of("ListAnalyzers"))) == (20_000,) * 3
    assert (log[0].request_id, log[-1].request_id) == ("2", "20001")
    assert (log.total, log.count_of("ListAnalyzers")) == (20_003, 20_002)
    assert (log.of("GetAnalyzer"), log.count_of("GetAnalyzer")) == ([], 1)


def test_a_log_is_read_while_calls_come() -> None:
    log = CallLog()
    for _ in range(1000):
        log.add(CALL)
    done, switching = threading.Event(), sys.getswitchinterval()

    def call_on() -> None:
        while not done.is_set():
            log.add(CALL)

    calling = threading.Thread(target=call_on)
    sys.setswitchinterval(1e-6)
    calling.start()
    try:
        for _ in range(50):
            assert len(log.of("ListAnalyzers")) >= 1000
            assert len(log.find("ListAnalyzers")) >= 1000
            assert repr(log).count("ListAnalyzers") >= 1000
    finally:
        done.set()
        calling.join()
        sys.setswitchinterval(switching)


def test_what_was_never_called_counts_nothing() -> None:
    log = CallLog()
    assert (log.count_of("GetAnalyzer"), log.total) == (0, 0)
    log.add(CALL)
    assert (log.count_of("GetAnalyzer"), log.total) == (0, 1)


def test_a_log_that_is_cleared_starts_over() -> None:
    log = CallLog()
    log.add(CALL)
    log.clear()
    assert (len(log), log.total, log.count_of("ListAnalyzers")) == (0, 0, 0)
    log.add(CALL)
    assert (len(log), log.total, log.count_of("ListAnalyzers")) == (1, 1, 1)
