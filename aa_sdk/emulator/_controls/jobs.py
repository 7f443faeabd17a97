"""Jobs of the emulated service that are to fail."""

from collections.abc import Iterator

from aa_sdk.emulator._account.entities import Analyzer
from aa_sdk.emulator._account.failures import (
    ANALYZER_REASONS,
    GENERATION_CODES,
    PREVIEW_CODES,
    SCAN_CODES,
    NextFailures,
    check_code,
)
from aa_sdk.emulator._account.savable import check_text
from aa_sdk.emulator._controls.acting import Acting

_MESSAGE = "The job failed"


class JobControls(Acting):
    """The part of an emulator that lets jobs fail; see `Emulator`.

    Each method is about the job that is named, which has to be in progress, or else about the next
    one that is started, in whichever account and region. Asked several times for the next one, as
    many jobs fail, in that order. A job that fails takes as long as one that does not.
    """

    def fail_analyzer_creation(
        self, name: str | None = None, reason: str = "SERVICE_LINKED_ROLE_CREATION_FAILED"
    ) -> None:
        """Let an analyzer become `FAILED` where it would become `ACTIVE`.

        Args:
            name: The ARN of an analyzer that is being created, or its name in the emulator's
                account and region; the next one that is created if left out.
            reason: The reason code.

        Raises:
            LookupError: There is no such analyzer, or it is not being created any more.
            ValueError: There is no such reason code.
        """
        check_code(reason, ANALYZER_REASONS)
        with self._acting() as world:
            if name is None:
                world.failures.analyzers.append(reason)
                return
            analyzer = world.find_analyzer(name)
            if analyzer.status_at(world.now()) != "CREATING":
                raise LookupError(f"the analyzer {name} is not being created any more")
            # A status that was set has no end by itself: here it gets one.
            analyzer.status, analyzer.failure = None, reason

    def fail_access_preview(
        self, preview_id: str | None = None, code: str = "INTERNAL_ERROR"
    ) -> None:
        """Let an access preview become `FAILED` where it would become `COMPLETED`.

        Args:
            preview_id: A preview that is being created; the next one if left out.
            code: The reason code: `INTERNAL_ERROR` or `INVALID_CONFIGURATION`.

        Raises:
            LookupError: No preview with this id is being created.
            ValueError: There is no such reason code.
        """
        check_code(code, PREVIEW_CODES)
        with self._acting() as world:
            if preview_id is None:
                world.failures.previews.append(code)
                return
            now = world.now()
            for analyzer in self._analyzers():
                preview = analyzer.previews.get(preview_id)
                if preview is not None and preview.status_at(now) == "CREATING":
                    preview.failure = code
                    return
        raise LookupError(f"there is no access preview {preview_id} that is being created")

    def fail_recommendation(
        self,
        finding_id: str | None = None,
        code: str = "INTERNAL_ERROR",
        message: str = _MESSAGE,
    ) -> None:
        """Let a recommendation become `FAILED` where it would become `SUCCEEDED`.

        Args:
            finding_id: The finding of a recommendation in progress; the next one that is generated
                if left out.
            code: The error code. The service names none, so it may be any text.
            message: The error's message.

        Raises:
            LookupError: No recommendation for such a finding is in progress.
            ValueError: The code is empty, or some text has half a character.
        """
        if not code:
            raise ValueError("an error has a code, and this one is empty")
        check_text(code=code, message=message)
        error = {"code": code, "message": message}
        with self._acting() as world:
            if finding_id is None:
                world.failures.recommendations.append(error)
                return
            now = world.now()
            for analyzer in self._analyzers():
                job = analyzer.recommendations.get(finding_id)
                if job is not None and job.status_at(now) == "IN_PROGRESS":
                    job.error = error
                    return
        raise LookupError(f"there is no recommendation in progress for a finding {finding_id}")

    def fail_policy_generation(
        self, job_id: str | None = None, code: str = "SERVICE_ERROR", message: str = _MESSAGE
    ) -> None:
        """Let a policy generation become `FAILED` where it would become `SUCCEEDED`.

        Args:
            job_id: A job in progress; the next one that is started if left out.
            code: The error code, such as `AUTHORIZATION_ERROR`.
            message: The error's message.

        Raises:
            LookupError: No policy generation with this id is in progress.
            ValueError: There is no such error code, or the message has half a character.
        """
        check_code(code, GENERATION_CODES)
        check_text(message=message)
        error = {"code": code, "message": message}
        with self._acting() as world:
            if job_id is None:
                world.failures.generations.append(error)
                return
            for scope in world.scopes.values():
                job = scope.generations.get(job_id)
                if job is not None and job.status_at(world.now()) == "IN_PROGRESS":
                    job.error = error
                    return
        raise LookupError(f"there is no policy generation {job_id} in progress")

    def fail_resource_scan(self, resource: str | None = None, code: str = "INTERNAL_ERROR") -> None:
        """Let a scan end with a finding about a failed analysis.

        `GetAnalyzedResource` shows its code as `error`. The finding vanishes with the next scan of
        the resource that succeeds.

        Args:
            resource: The ARN of a resource whose scans in progress are to fail; the next scan that
                is started if left out.
            code: The error code: `ACCESS_DENIED` or `INTERNAL_ERROR`.

        Raises:
            LookupError: No scan of such a resource is in progress.
            ValueError: There is no such error code.
        """
        check_code(code, SCAN_CODES)
        with self._acting() as world:
            if resource is None:
                world.failures.scans.append(code)
                return
            scans = [scan for analyzer in self._analyzers() for scan in analyzer.scans]
            running = [scan for scan in scans if scan.resource == resource]
            for scan in running:
                scan.error = code
        if not running:
            raise LookupError(f"there is no scan of {resource} in progress")

    def forget_failures(self) -> None:
        """Let jobs that are started from now on succeed again.

        What was asked of jobs in progress stays. Failures of what is started next are no part of a
        snapshot, as faults are not.
        """
        with self._acting() as world:
            world.failures = NextFailures()

    def _analyzers(self) -> Iterator[Analyzer]:
        for scope in self.world.scopes.values():
            yield from scope.analyzers.values()
