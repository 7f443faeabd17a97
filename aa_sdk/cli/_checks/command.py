"""A check from files to an exit code."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import partial

from aa_sdk.cli._check_options import Output
from aa_sdk.cli._checks.asked import SAMPLE, Asked, Public
from aa_sdk.cli._checks.comparisons import Earlier, earlier_in_file, earlier_in_revision
from aa_sdk.cli._checks.deciding import decide
from aa_sdk.cli._checks.verdicts import OPEN, Report, Verdict
from aa_sdk.cli._options import CheckFormat, ServiceOptions
from aa_sdk.cli._sources.finding import find_policies
from aa_sdk.cli._sources.found import Found
from aa_sdk.cli._terminal import as_json, into, say, write, write_json
from aa_sdk.cli.running import CommandError, interruptible, run, run_alone
from aa_sdk.client import AccessAnalyzerClient


def check(
    files: Sequence[str],
    asked: Asked,
    service: ServiceOptions,
    outputs: Sequence[Output],
    *,
    verbose: bool = False,
) -> None:
    """Check policies, write what became of them, and end with the code for it.

    Args:
        files: Where policies are looked for. None for samples.
        asked: What is asked of them.
        service: Whom to ask, if anybody.
        outputs: What is written, stdout last.
        verbose: Whether policies that passed are shown, however many they are.

    Raises:
        typer.Exit: As `run_alone` does.
    """

    async def work(client: AccessAnalyzerClient | None = None) -> int:
        found = _found(files, asked)
        earlier = _earlier(files, asked, found)
        report = Report(await decide(found, asked, earlier, client))
        only = report.verdicts[0] if _is_one(files, asked, found, report) else None
        for output in outputs:
            with _opened(output):
                _write(report, only, output.format, verbose=verbose)
        return report.code

    if asked.ask_service:
        run(work, service)
    else:
        run_alone(work)


@contextmanager
def _opened(output: Output) -> Generator[None]:
    """Have what is written go where it belongs."""
    if output.file is None:
        yield
        return
    try:
        with into(output.file):
            yield
    except OSError as error:
        raise CommandError(f"--report: {output.file}: {error.strerror}") from error


def _found(files: Sequence[str], asked: Asked) -> Found:
    if not files:
        return _samples(asked)
    found = interruptible(find_policies, files, asked.said)
    if not (found.policies or found.unresolved or found.holders):
        raise CommandError(f"{', '.join(files)}: there is no policy in it")
    return found


def _samples(asked: Asked) -> Found:
    from aa_sdk.cli._checks.samples import sample_buckets, sample_policies, sample_roles

    if asked.outside is not None or asked.public is Public.ALL:
        return sample_buckets()
    return sample_roles() if asked.existing is not None else sample_policies()


def _earlier(files: Sequence[str], asked: Asked, found: Found) -> Earlier | None:
    """Find what policies are compared with."""
    if asked.existing == SAMPLE and not files:
        from aa_sdk.cli._checks.samples import READER

        return Earlier(SAMPLE, one=READER)
    of: Callable[..., Earlier]
    if asked.base is not None:
        of, name = earlier_in_revision, asked.base
    elif asked.existing is not None:
        of, name = earlier_in_file, asked.existing
    else:
        return None
    return interruptible(of, name, found.policies, partial(find_policies, said=asked.said))


def _is_one(files: Sequence[str], asked: Asked, found: Found, report: Report) -> bool:
    """Tell whether there is one question of one file that is a policy."""
    is_one_file = len(files) == 1 and len(found.policies) == 1 and not found.unresolved
    return (
        asked.is_single
        and is_one_file
        and found.policies[0].address is None
        and len(report.verdicts) == 1
    )


def _write(report: Report, only: Verdict | None, output: CheckFormat, *, verbose: bool) -> None:
    # What a format needs is imported with it, so that the others come sooner.
    match output:
        case CheckFormat.TEXT:
            _write_text(report, only, verbose=verbose)
        case CheckFormat.JSON:
            _write_json(report, only)
        case CheckFormat.NDJSON:
            from aa_sdk.cli._checks.records import record_of

            write("".join(f"{as_json(record_of(one))}\n" for one in report.verdicts))
        case CheckFormat.SARIF:
            from aa_sdk.cli._checks.sarif import as_sarif, warnings_of

            log = as_sarif(report)
            write_json(log)
            for warning in warnings_of(log):
                say(warning, err=True)
        case CheckFormat.JUNIT:
            from aa_sdk.cli._checks.junit import as_junit

            write(as_junit(report))
        case CheckFormat.GITHUB:
            from aa_sdk.cli._checks.github import as_commands

            for line in as_commands(report):
                say(line)
        case _:
            from aa_sdk.cli._checks.markdown import as_markdown

            for line in as_markdown(report):
                say(line)


def _write_text(report: Report, only: Verdict | None, *, verbose: bool) -> None:
    from aa_sdk.cli._checks.text import show_all, show_one

    if only is None:
        show_all(report, verbose=verbose)
        return
    _refuse_open(only)
    show_one(only)


def _write_json(report: Report, only: Verdict | None) -> None:
    from aa_sdk.cli._checks.records import bare_record_of, record_of

    if only is None:
        write_json([record_of(one) for one in report.verdicts])
        return
    _refuse_open(only)
    write_json(bare_record_of(only))


def _refuse_open(verdict: Verdict) -> None:
    """End with an error where there is no verdict on the only policy."""
    if verdict.state in OPEN:
        way_out = f"; {verdict.way_out}" if verdict.way_out else ""
        raise CommandError(f"{verdict.name}: {verdict.message}{way_out}")
