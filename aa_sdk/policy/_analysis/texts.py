"""Texts that a pattern matches: what examples are made of.

They read well where they can, and hold nothing that other policies are likely to name.
"""

from collections.abc import Iterator, Sequence

from aa_sdk._arns import FIELDS
from aa_sdk.policy._language.patterns import Pattern, Token, Wild

# What stands for a wildcard, and for the whole parts of an ARN, by how many colons are before it.
_FIELDS = ("arn", "aws", "example", "us-east-1", "111122223333")
_OTHER_FIELDS = ("arn", "aws-q", "q0", "eu-q-0", "444455556666")
_FILLS = (("example", _FIELDS), ("x", _FIELDS), ("q0", _OTHER_FIELDS))


def filled(pattern: Pattern, fill: str, fields: Sequence[str] = _FIELDS) -> str:
    """Write a text that a pattern matches, for some values of its variables.

    Args:
        pattern: Any pattern.
        fill: What stands for `*` and for a variable.
        fields: What stands for a part of an ARN, by how many colons are before it.

    Returns:
        The text.
    """
    text = ""
    for token in pattern.tokens:
        if isinstance(token, str):
            text += token
        elif token is Wild.FIELD_RUN:
            text += fields[min(text.count(":"), FIELDS - 2)]
        elif token in (Wild.ONE, Wild.FIELD_ONE):
            text += fill[:1] or "x"
        else:
            text += fill
    return text


def likely_texts(patterns: Sequence[Pattern], samples: Sequence[str]) -> Iterator[str]:
    """Write texts that probably match all of some patterns, and little else.

    Args:
        patterns: At least one. A variable is taken for a `*`.
        samples: What to write where anything matches.

    Yields:
        The texts.
    """
    limited = [pattern for pattern in patterns if pattern.tokens != (Wild.RUN,)]
    if not limited:
        yield from samples
        return
    pattern: Pattern | None = limited[0]
    for other in limited[1:]:
        pattern = pattern and _common(pattern, other)
    if pattern is None:
        return
    text = pattern.literal
    if text is not None:
        yield text
        return
    for fill, fields in _FILLS:
        yield filled(pattern, fill, fields)


def _common(one: Pattern, other: Pattern) -> Pattern | None:
    """A pattern for much of what two match together, None where none is seen."""
    parts, parts_of_other = _parts(one), _parts(other)
    if len(parts) != len(parts_of_other):
        return None
    tokens: list[Token] = []
    for place, (mine, theirs) in enumerate(zip(parts, parts_of_other, strict=True)):
        tokens += [":"] if place else []
        tokens += _common_part(mine, theirs)
    return Pattern(tuple(tokens))


def _parts(pattern: Pattern) -> list[list[Token]]:
    """The parts between the first five colons, which no wildcard of an ARN crosses."""
    parts: list[list[Token]] = [[]]
    for token in pattern.tokens:
        if not isinstance(token, str):
            parts[-1].append(token)
            continue
        first, *rest = token.split(":", FIELDS - len(parts))
        parts[-1] += [first] if first else []
        parts.extend([text] if text else [] for text in rest)
    return parts


def _common_part(one: list[Token], other: list[Token]) -> list[Token]:
    """The longer beginning, what each has in its middle, and the longer end."""
    if not any(isinstance(token, Wild) for token in one):
        return one
    if not any(isinstance(token, Wild) for token in other):
        return other
    head, middle, end = _cut(one)
    other_head, other_middle, other_end = _cut(other)
    if len(middle) == 1:
        middle = other_middle
    elif len(other_middle) > 1:
        middle = [*middle, *other_middle]
    return [max(head, other_head, key=len), *middle, max(end, other_end, key=len)]


def _cut(part: list[Token]) -> tuple[str, list[Token], str]:
    """What is before the first wildcard, what is behind the last one, and all between."""
    head, end = part[0], part[-1]
    start = 1 if isinstance(head, str) else 0
    stop = len(part) - 1 if isinstance(end, str) else len(part)
    return (
        head if isinstance(head, str) else "",
        part[start:stop],
        end if isinstance(end, str) else "",
    )
