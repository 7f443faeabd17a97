"""The page of all commands, made from the program: a command or an option that is new is on it."""

import html
import importlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import griffe
from mkdocs.structure.files import File

from aa_sdk.cli import _terminal

PAGE = "reference/commands.md"
"""The page, as the navigation names it."""

_NOT_TOLD = {"install_completion", "show_completion"}
_EVERYWHERE = {"region", "profile", "endpoint_url", "demo"}
_LONGEST = 76  # characters of a line in a block, so that it is not clipped
_BREAK = " \\\n    "
_CODE = re.compile(r"(`[^`]*`|(?<![\w-])--?[a-z][\w-]*)")
_SPECIAL = re.compile(r"([\\*_\[\]<>|#])")
_KINDS = re.compile(r" <(.*)>$")
_DONE = "Done, also when no finding matches, which is said on stderr."

_HEAD = """\
# Commands

What each command of `aa-sdk` takes, made from the program itself: `--help` behind any of them tells
the same. How to work with them says [Command line](../how-to/command-line.md). A noun without a
verb lists."""


class _Command(NamedTuple):
    """What the program tells of a command."""

    name: str
    command: Any
    context: Any

    @property
    def summary(self) -> str:
        """The first sentence of its help."""
        return text_of(str(self.command.help).partition("\n")[0])


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Add the page to those that are written by hand."""
    files.append(File.generated(config, PAGE, content=commands_page()))
    return files


def commands_page() -> str:
    """Write what each command takes, and how commands end."""
    main = importlib.import_module("typer.main")
    root = main.get_command(importlib.import_module("aa_sdk.cli.app").app)
    context = root.make_context("aa-sdk", [], resilient_parsing=True)
    nouns = [_inside(root.get_command(context, name), name, context) for name in root.nouns]
    parts = [_HEAD, _overview(nouns), *_everywhere(root, context), *_exit_codes()]
    for noun in nouns:
        parts += _noun(noun)
    return "\n\n".join(filter(None, parts)) + "\n"


def _inside(command: Any, name: str, parent: Any) -> _Command:
    path = " ".join([*parent.command_path.split()[1:], name])
    return _Command(path, command, command.context_class(command, info_name=name, parent=parent))


def _verbs(noun: _Command) -> list[_Command]:
    inside: dict[str, Any] = getattr(noun.command, "commands", {})
    return [_inside(command, verb, noun.context) for verb, command in inside.items()]


def _overview(nouns: Iterable[_Command]) -> str:
    every = [one for noun in nouns for one in (_verbs(noun) or [noun])]
    rows = [(f"[`{one.name}`](#{one.name.replace(' ', '-')})", one.summary) for one in every]
    return _table(("command", "what it does"), rows)


def _everywhere(root: Any, context: Any) -> Iterator[str]:
    yield "## Options of all commands"
    yield "They stand before the noun, between noun and verb, or behind."
    yield _options(root.get_params(context), context, left_out=_NOT_TOLD)


def _exit_codes() -> Iterator[str]:
    yield "## Exit codes"
    file = Path(_terminal.__file__)
    module: Any = griffe.visit("terminal", file, file.read_text(encoding="utf-8"))
    told = {
        int(str(one.value)): one.docstring.value
        for name, one in module.attributes.items()
        if name.startswith("EXIT_")
    }
    codes = sorted({0: _DONE, **told}.items())
    yield _table(("code", "meaning"), [(f"`{code}`", text_of(text)) for code, text in codes])


def _noun(noun: _Command) -> Iterator[str]:
    verbs = _verbs(noun)
    yield f"## {noun.name}"
    if not verbs:
        yield from _body(noun)
        return
    yield text_of(noun.command.help)
    for verb in verbs:
        yield f"### {verb.name}"
        yield from _body(verb)


def _body(one: _Command) -> Iterator[str]:
    usage = " ".join(one.command.get_usage(one.context).removeprefix("Usage:").split())
    yield text_of(one.command.help)
    yield f"```text\n{usage}\n```"
    if one.name == "emulator":  # which hands its options on
        yield from _emulator()
        return
    parameters = one.command.get_params(one.context)
    yield _options(parameters, one.context, left_out=_NOT_TOLD | _EVERYWHERE | {"help"})
    yield _examples(one.command.epilog)


def _options(parameters: Iterable[Any], context: Any, *, left_out: set[str]) -> str:
    """Write a table of what a command takes."""
    records = [one.get_help_record(context) for one in parameters if one.name not in left_out]
    return _table(("option", "meaning"), [_row(*record) for record in records if record])


def _row(name: str, meaning: str) -> tuple[str, str]:
    kinds = _KINDS.search(name)
    choices = kinds[1].split("|") if kinds and "|" in kinds[1] else []
    listed = f" One of {', '.join(f'`{choice}`' for choice in choices)}." if choices else ""
    said, bracket, default = meaning.partition("  [")
    rest = " " + text_of(f"[{default}") if bracket else ""
    return _option(_KINDS.sub("", name)), f"{text_of(said)}{listed}{rest}"


def _option(name: str) -> str:
    return f'<code class="aa-option">{html.escape(name).replace("|", "&#124;")}</code>'


def _emulator() -> Iterator[str]:
    module: dict[str, Any] = vars(importlib.import_module("aa_sdk.emulator.__main__"))
    parser: Any = module["_parser"]("aa-sdk emulator")
    # Besides in its help, argparse tells nowhere what it takes.
    actions: list[Any] = getattr(parser, "_actions", [])
    rows = [_argument(one) for one in actions if "--help" not in one.option_strings]
    yield _table(("option", "meaning"), rows)
    shown = [line for line in parser.epilog.splitlines() if "%(prog)s" in line]
    yield _examples("\n".join(["", *shown]) % {"prog": parser.prog})


def _argument(action: Any) -> tuple[str, str]:
    meaning: str = action.help % action.__dict__
    value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    return _option(f"{', '.join(action.option_strings)}{value}"), text_of(meaning)


def _examples(epilog: str | None) -> str:
    lines = (epilog or "").replace("\b\n", "").splitlines()[1:]
    commands = "\n".join(f"$ {_wrapped(line.strip())}" for line in lines)
    return f"```console\n{commands}\n```" if commands else ""


def _wrapped(command: str) -> str:
    """Break a command that is too long before an option or a pipe."""
    lines = [""]
    for piece in re.split(r" (?=--?\w|[|>] )", command):
        if lines[-1] and len(f"{lines[-1]} {piece}") > _LONGEST - len(_BREAK):
            lines.append(piece)
        else:
            lines[-1] = f"{lines[-1]} {piece}".strip()
    return _BREAK.join(lines)


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| {name} | {meaning} |" for name, meaning in rows]
    return "\n".join([f"| {head[0]} | {head[1]} |", "|---|---|", *lines]) if lines else ""


def text_of(text: str) -> str:
    """Write a text of the program as Markdown that shows just that, its options as code."""
    lines = text.replace("\b\n", "").split("\n\n")
    return "\n\n".join(_shown(" ".join(line.split())) for line in lines)


def _shown(text: str) -> str:
    pieces = _CODE.split(text)
    return "".join(_code(one) if index % 2 else _plain(one) for index, one in enumerate(pieces))


def _code(text: str) -> str:
    return f"`{text.strip('`')}`".replace("|", "\\|")


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("&", "&amp;").replace("\\<", "&lt;")
