"""Policies cut down to what is used: `least_privilege`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from aa_sdk._display import escape
from aa_sdk._display.layout import Content, Face
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import count_text, listed
from aa_sdk._lazy import hide_imports
from aa_sdk.frames._narrowing.changes import unified_diff
from aa_sdk.frames._narrowing.cutting import NotRemoved, cuts_of
from aa_sdk.frames._narrowing.document import read_document
from aa_sdk.frames._narrowing.editing import Change, changed, changes_of
from aa_sdk.frames._narrowing.faces import (
    diff_of,
    face_of,
    recommendation_rows,
    removed_rows,
    staying_rows,
)
from aa_sdk.frames._narrowing.proving import prove
from aa_sdk.frames._narrowing.recommended import (
    RecommendedPolicy,
    check_recommendation,
    recommended_policies,
)
from aa_sdk.frames._narrowing.unused import HasRows, read_unused
from aa_sdk.models import (
    GetFindingRecommendationResponse,
    GetFindingV2Response,
    UnusedPermissionDetails,
)
from aa_sdk.policy import AccessSlice, ActionCatalogue, PolicyCheck
from aa_sdk.workflows import Hydrated

__all__ = ("LeastPrivilege", "NotRemoved", "RecommendedPolicy", "UnusedSource", "least_privilege")
hide_imports(__name__)

UnusedSource: TypeAlias = (
    str
    | UnusedPermissionDetails
    | GetFindingV2Response
    | Hydrated
    | Mapping[str, Any]
    | HasRows
    | Iterable["UnusedSource"]
)
"""What says which actions are unused: one thing, or any nest of them."""


@dataclass(frozen=True, slots=True, repr=False)
class LeastPrivilege(Shown):
    """A policy without what is not used, the proof that it only shrinks, and what is left to do.

    It shows in notebooks and terminals with the lines that change; `str` is the same as text.
    """

    policy: str
    """The smaller policy: the text that was given, changed where access goes and nowhere else."""
    existing: str
    """The policy as it was."""
    unused_actions: tuple[str, ...]
    """The unused actions, each once, as they were given: `s3:PutObject`, or `s3:*` for a service
    of which nothing is used."""
    removed: tuple[AccessSlice, ...]
    """The access that goes, as `compare` tells it: which actions on which resources, under which
    conditions; `str` of each is a line. Where that is not decided, see `undecided`, it is what was
    taken out of each statement, with `exact` False: another statement may still allow some of it.
    Empty where the text changes and what goes was denied or allowed twice."""
    removed_actions: tuple[str, ...]
    """The unused actions that the policy allowed and that none of its statements allows now."""
    not_removed: tuple[NotRemoved, ...]
    """What is unused and goes on to be allowed, by statement, why, and what to do about it."""
    not_allowed: tuple[str, ...]
    """The unused actions that the policy did not allow in the first place. Another policy does, for
    a role or user may have several: cut that one down with the same call."""
    proof: PolicyCheck | None
    """`check_no_new_access` of the smaller policy against the one as it was. PASS proves that it
    only shrinks. None where the policy holds something that is not decided, see `undecided`."""
    proof_of_removal: PolicyCheck | None
    """The check that the smaller policy allows none of `removed_actions`, on any resource. None
    where that is not decided, or nothing was removed."""
    undecided: str
    """What was not decided, and where in the policy; empty if all was."""
    is_empty: bool
    """Whether no statement is left. IAM takes no policy without statements: detach it instead."""
    recommendation: GetFindingRecommendationResponse | None
    """The recommendation of the service, as it was given."""
    recommended: tuple[RecommendedPolicy, ...]
    """The policies in the recommendation, each compared with the smaller policy."""
    _changes: tuple[Change, ...] = field(compare=False)

    @property
    def proven(self) -> bool:
        """Whether it is proven that the smaller policy allows nothing that the old one did not."""
        return self.proof is not None and self.proof.passed

    @property
    def unchanged(self) -> bool:
        """Whether the policy stays as it is, to the byte."""
        return not self._changes

    @property
    def kept(self) -> tuple[str, ...]:
        """The unused actions that go on to be allowed, each once; `not_removed` says why."""
        gone = {*self.removed_actions, *self.not_allowed}
        return tuple(action for action in self.unused_actions if action not in gone)

    def diff(self) -> str:
        """Write the change as a unified diff, all of it, as `patch` and reviews take it.

        Returns:
            The diff, with three lines around each change; empty if nothing changes. Its text is
            that of the policy, with nothing escaped.
        """
        return "".join(unified_diff(self.existing, self._changes))

    def to_markdown(self) -> str:
        """Write it in Markdown, as a comment on a pull request would have it.

        Returns:
            What was removed and whether that is proven, the diff, and the rest of what `str` says;
            long ones cut as there.
        """
        head, *body = self._as_text().split("\n")
        text = "\n".join(body)
        fence = "```"
        while fence in text:
            fence += "`"
        return f"**{head.strip()}**\n\n{fence}diff\n{text}\n{fence}\n"

    def __repr__(self) -> str:
        """Say how much was removed; the policy stays out of it."""
        return f"<LeastPrivilege {self._title}>"

    def __str__(self) -> str:
        """Write what was removed, what stays and why, and the lines that change."""
        return self._as_text()

    @property
    def _title(self) -> str:
        actions = count_text(len(self.unused_actions), "unused action")
        shrinks = "nothing added (proven)" if self.proven else "not proven to add nothing"
        return f"{len(self.removed_actions):,} of {actions} removed; {shrinks}"

    def _face(self) -> Face:
        diff = diff_of(unified_diff(self.existing, self._changes))
        return face_of(self._title, proven=self.proven, rows=list(self._rows()), diff=diff)

    def _rows(self) -> Iterator[tuple[str, Content]]:
        yield from removed_rows(self.removed_actions, self.removed)
        yield from staying_rows(self.not_removed)
        if self.not_allowed:
            yield "elsewhere", f"not allowed by this policy: {listed(self.not_allowed)}"
        if self.is_empty:
            yield "empty", "no statement is left, and IAM takes no such policy: detach it"
        if self.undecided:
            yield "undecided", escape(self.undecided)
        yield from recommendation_rows(self.recommendation, self.recommended)


def least_privilege(
    policy: str | Mapping[str, Any] | Path,
    unused_actions: UnusedSource,
    *,
    recommendation: GetFindingRecommendationResponse | None = None,
    catalogue: ActionCatalogue | None = None,
) -> LeastPrivilege:
    """Cut a policy down: take out the actions that are not used, and nothing else.

    What Allow statements name goes, in all of them; a statement that is left without actions goes
    with its Sid. All other text stays as it is, to the byte: order, indentation, line ends. Deny
    statements, conditions and resources are not touched, and neither is a statement with NotAction.
    A wildcard that stands for other actions too stays, unless a catalogue says which these are.

    Unused is what has not been seen in use for as long as the analyzer looks back. Of many actions
    no use is ever recorded, and work that is done once a year was perhaps not due: read `removed`
    before you take the policy over.

    Example:
        ```python
        from aa_sdk.frames import least_privilege

        policy = '''{
            "Version": "2012-10-17",
            "Statement": {
                "Sid": "Reports",
                "Effect": "Allow",
                "Action": [
                    "s3:GetObject",
                    "s3:PutObject"
                ],
                "Resource": "arn:aws:s3:::reports/*"
            }
        }'''
        smaller = least_privilege(policy, ["s3:PutObject"])
        assert smaller.proof.passed
        assert [str(one) for one in smaller.removed] == [
            's3:PutObject on arn:aws:s3:::reports/* (statement 0, "Reports")'
        ]
        print(smaller.diff())
        ```

    Args:
        policy: An identity policy: JSON text, the mapping that it stands for, which is written with
            four blanks to a level, or the path of a file that holds it.
        unused_actions: What is not used by the role or user: actions such as `s3:PutObject`,
            patterns such as `s3:*`, details or whole findings of type `UnusedPermission`, rows or a
            table of `unused_actions_table`; one, or any iterable of them. Case does not matter. A
            service without named actions is unused as a whole. A policy that several roles share
            may lose only what none of them uses: findings of several are refused.
        recommendation: What the service recommends for the same finding: the result of a
            `RecommendationJob`, or all pages of `get_finding_recommendation`. Its policies are
            compared with the smaller one.
        catalogue: What the actions of the services are, `ActionCatalogue.installed()` for instance.
            With it, a wildcard such as `s3:Get*` gives way to the fewest names and beginnings of
            names that stand for the known actions that are not unused; actions that the catalogue
            does not know may go with it. Default: wildcards are not parted.

    Returns:
        The smaller policy and what is to be known about it.

    Raises:
        InvalidPolicyError: The policy is malformed, or no identity policy.
        UnsupportedPolicyError: It has more than 1 MiB, or thousands of wildcards for thousands of
            unused actions; or the catalogue is damaged. What else the policy checks cannot decide
            is edited all the same: `proof` is None then.
        ValueError: An unused action is not written as `service:Action`, a finding is of another
            type or a summary without details, or findings are about several roles or users.
        TypeError: An argument is something else.
    """
    check_recommendation(recommendation)
    unused = read_unused(unused_actions)
    document = read_document(policy)
    cuts, removed, left, not_removed = cuts_of(document, unused, catalogue)
    changes = changes_of(document, cuts)
    new = changed(document.text, changes)
    is_empty = sum(cut.is_whole for cut in cuts) == document.count
    removed_actions = unused.written(removed)
    proven = prove(new, document.text, cuts, removed_actions, is_empty=is_empty)
    return LeastPrivilege(
        policy=new,
        existing=document.text,
        unused_actions=unused.texts,
        removed=proven.removed,
        removed_actions=removed_actions,
        not_removed=not_removed,
        not_allowed=unused.written(unused.lowered - removed - left),
        proof=proven.only_shrinks,
        proof_of_removal=proven.unused_gone,
        undecided=proven.undecided,
        is_empty=is_empty,
        recommendation=recommendation,
        recommended=tuple(recommended_policies(recommendation, new, is_empty=is_empty)),
        _changes=changes,
    )
