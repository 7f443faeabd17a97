"""Statements that a policy could do without: `redundant_statements`."""

from collections.abc import Sequence

from aa_sdk._display.layout import Content, Face, Grid, Note, Span
from aa_sdk._display.limits import MOST_ROWS, rest_note
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import count_text
from aa_sdk._lazy import hide_imports
from aa_sdk.policy._analysis.budget import DEFAULT_STEPS, Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, Comparison
from aa_sdk.policy._language.documents import Policy, PolicyDocument
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.statements import Statement
from aa_sdk.policy.layers import Effective
from aa_sdk.policy.results import StatementReference

__all__ = ("RedundantStatements", "redundant_statements")
hide_imports(__name__)

_STEPS = 10 * DEFAULT_STEPS
_NOTHING = "No statement is redundant."


class RedundantStatements(tuple[StatementReference, ...], Shown):
    """Statements that can be left out together: a tuple that shows as a table."""

    __slots__ = ()

    def __str__(self) -> str:
        """Write a line for each, 20 at most."""
        return self._as_text()

    def __repr__(self) -> str:
        return f"<RedundantStatements: {len(self):,}>"

    def _face(self) -> Face:
        if not self:
            return [Note(Span(_NOTHING, "good"))]
        is_one = len({statement.document for statement in self}) == 1
        header = ("statement", "Sid") if is_one else ("statement", "Sid", "of")
        rows = [_row(statement)[: len(header)] for statement in self[:MOST_ROWS]]
        return [self._head, Grid(header, rows, frozenset({0})), *rest_note(len(self))]

    def _terminal_face(self) -> Face:
        if not self:
            return self._face()
        return [self._head, *(Note(f"  {one}") for one in self[:MOST_ROWS]), *rest_note(len(self))]

    @property
    def _head(self) -> Note:
        said = f"{count_text(len(self), 'statement')} can be left out; nothing changes then"
        return Note(Span(said, "strong"))


def _row(statement: StatementReference) -> Sequence[Content]:
    sid = Span("none", "muted") if statement.sid is None else Span(statement.sid)
    return str(statement.index), sid, statement.document


def redundant_statements(policy: PolicyDocument | Effective) -> RedundantStatements:
    """Find the statements without which a policy allows and denies the same.

    An Allow is redundant if all that it lets through is let through by others as well, or is
    denied. A Deny is redundant if other Denies deny all of it: it may stop what another policy
    allows, so it counts even where nothing here allows it. All that are returned can be left out
    together; of statements that stand for each other, the later ones are returned.

    Example:
        ```python
        from aa_sdk.policy import redundant_statements

        def allow(action):
            return {"Effect": "Allow", "Action": action, "Resource": "*"}

        policy = {"Statement": [allow("s3:GetObject"), allow("sqs:*"), allow("s3:Get*")]}
        (redundant,) = redundant_statements(policy)
        assert redundant.index == 0
        ```

    Args:
        policy: The policy: of an identity, of a resource or of an organization. Of several that are
            put together, what all of them leave has to stay the same.

    Returns:
        The statements in a tuple, in the order of the document, or of the documents.

    Raises:
        InvalidPolicyError: The document is malformed.
        UnsupportedPolicyError: The document holds something that is not decided here, or there is
            too much to be decided.
    """
    layers = policy.layers if isinstance(policy, Effective) else Policy.parse(policy).layers
    documents = policy.documents if isinstance(policy, Effective) else ("",)
    whole, budget = layers, Budget(_STEPS)
    redundant: list[Statement] = []
    for statement in reversed(layers.statements):
        if _comparison(statement, layers, whole, budget).left(statement) is None:
            redundant.append(statement)
            layers = _without(statement, layers)
    redundant.sort(key=lambda one: (documents.index(one.document), one.index))
    return RedundantStatements(
        StatementReference(one.index, one.sid, one.document) for one in redundant
    )


def _comparison(statement: Statement, layers: Layers, whole: Layers, budget: Budget) -> Comparison:
    """A statement, and on the other side all that could stand for it."""
    rest = _without(statement, layers)
    if statement.effect == "Deny":
        query = AccessQuery(Layers(((statement,),), ()), Layers((rest.denies,), ()), beside=whole)
        return Comparison(query, budget)
    place = next(n for n, layer in enumerate(layers.allows) if _has(layer, statement))
    others = (layer for n, layer in enumerate(layers.allows) if n != place)
    alone = Layers(((statement,), *others), layers.denies)
    query = AccessQuery(alone, Layers((rest.allows[place],), ()), beside=whole)
    return Comparison(query, budget)


def _has(layer: tuple[Statement, ...], statement: Statement) -> bool:
    return any(one is statement for one in layer)


def _without(statement: Statement, layers: Layers) -> Layers:
    allows = tuple(tuple(one for one in layer if one is not statement) for layer in layers.allows)
    return Layers(allows, tuple(one for one in layers.denies if one is not statement))
