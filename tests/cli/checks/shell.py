"""A folder with policies, and checks that run in it."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from tests.cli.commands import run
from tests.policy.statements import allow, policy

PASS, ERROR, USAGE, FAIL = 0, 1, 2, 3

NARROW = policy(allow(Sid="Narrow", Resource="arn:aws:s3:::amber/*"))
WIDE = policy(
    allow(Sid="Narrow", Resource="arn:aws:s3:::amber/*"), allow(Sid="Wide", Action="s3:*")
)
PUBLIC = policy(allow(Sid="Open", Principal="*", Resource="arn:aws:s3:::amber/*"))
UNDECIDED = policy(allow(), allow(Condition={"FooEquals": {"aws:username": "a"}}))
MALFORMED = policy({"Effect": "Allow"})
INEXACT = policy(
    allow(
        Resource="arn:aws:s3:::amber/${aws:username}", Condition={"Null": {"aws:username": "true"}}
    )
)
PASSING_ROLES = policy(allow(Sid="Pass", Action="iam:PassRole"))


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """A folder, which commands run in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, content: Any) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, indent=2)
        path.write_text(text, encoding="utf-8")
        return name

    def check(self, *arguments: str, stdin: Any = None) -> Ended:
        text = None if stdin is None else json.dumps(stdin)
        result = run("check", *arguments, stdin=text)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ended(result.exit_code, result.stdout, result.stderr)
