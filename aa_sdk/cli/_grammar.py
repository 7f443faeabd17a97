"""The grammar of the command line: nouns, then verbs, and a bare noun lists."""

import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, ClassVar, NamedTuple

import typer
import typer.main
from typer.core import TyperGroup

from aa_sdk._display import escape
from aa_sdk._nearest import did_you_mean
from aa_sdk.cli._terminal import flush, written_or_told

# typer hands on the class, but under no name that all its releases share.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
_HELP = "--help"


def examples(*commands: str) -> str:
    """Return the end of a help that shows commands, a line each."""
    # The character tells typer to leave the lines as they are.
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)


class CommandGroup(TyperGroup):
    """A group of commands whose usage errors repeat what was typed in escaped form."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read the command line."""
        with _escaped_usage_errors(), written_or_told():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and write out what it left in buffers."""
        try:
            with _escaped_usage_errors(), written_or_told():
                return super().invoke(ctx)
        finally:
            flush()

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 (as its class has it)
        """Write the list of commands, what each does as a whole sentence."""
        group: Any = self  # whose commands are of a class that typer does not name
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, command.get_short_help_str(limit=formatter.width * 10))
                    for name, command in group.commands.items()
                ]
            )


class NounGroup(CommandGroup):
    """A noun: its commands are verbs, and where none is named it is `bare`."""

    bare: ClassVar[str] = "list"
    """The verb that is meant where none is named."""
    is_open: ClassVar[bool] = False
    """Whether a first word that is no verb is an argument of `bare`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the bare verb where there is none."""
        if not (self.no_args_is_help and not args):
            place = self._place_of_verb(ctx, args)
            # A shell that asks what may come next may yet be told verbs.
            is_open = ctx.resilient_parsing and place == len(args)
            if place is not None and not is_open:
                args = [*args[:place], self.bare, *args[place:]]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Offer verbs, and the options of the bare one too."""
        found = super().shell_complete(ctx, incomplete)
        if not incomplete.startswith("-"):
            return found
        bare: Any = self.get_command(ctx, self.bare)
        known = {one.value for one in found}
        with bare.make_context(self.bare, [], parent=ctx, resilient_parsing=True) as inner:
            own = bare.shell_complete(inner, incomplete)
        return [*found, *(one for one in own if one.value not in known)]

    def _place_of_verb(self, ctx: Any, args: Sequence[str]) -> int | None:
        """Return where the bare verb belongs; None where a verb is named, or help is wanted."""
        group: Any = self  # whose parameters are of a class that typer does not name
        options = {name: one for one in group.get_params(ctx) for name in one.opts}
        place = 0
        while place < len(args):
            word = args[place]
            if not word.startswith("-") or word == "-":
                return place if self.is_open and word not in self.commands else None
            name, equals, _ = word.partition("=")
            if name == _HELP:
                return None
            if name not in options:
                return place
            place += 1 if equals or options[name].is_flag else 2
        return min(place, len(args))


class Noun(NamedTuple):
    """Where the commands of a noun are, and what they are for."""

    module: str
    """The module, whose `app` they are."""
    help: str
    """A line of help."""


class Nouns(CommandGroup):
    """All nouns; the module of one is imported when it is used, so that help comes at once."""

    nouns: ClassVar[Mapping[str, Noun]] = {}

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (as its class has it)
        """Name the nouns."""
        return list(self.nouns)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 (as its class has it)
        """Return the commands of a noun; None where there is no such noun."""
        noun = self.nouns.get(cmd_name)
        if noun is None:
            return None
        command: Any = typer.main.get_command(import_module(noun.module).app)
        command.name, command.short_help = cmd_name, noun.help
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the noun, or say which is meant."""
        if args and args[0] not in self.nouns:
            near = _nearest(args[0], self.nouns)
            ctx.fail(f"No such command {args[0]!r}.{near}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 (as its class has it)
        """Write the list of nouns."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, noun.help) for name, noun in self.nouns.items()])


def _nearest(word: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, known)
    return f" Did you mean {' or '.join(map(repr, near))}?" if near else ""


def _told(message: str) -> str:
    """Tell a choice that there is not without the word of what checked it, and what was meant."""
    told = message.removeprefix("Value error, ")
    value, is_choice, choices = told.partition(" is not one of ")
    if not is_choice or "did you mean" in choices:  # told already, by the group inside of this one
        return told
    hint = did_you_mean(value.strip("'"), re.findall(r"'([\w-]+)'", choices))
    return told.rstrip(".") + hint if hint else told


@contextmanager
def _escaped_usage_errors() -> Generator[None]:
    try:
        yield
    except _UsageError as error:
        usage_error: Any = error
        # The one text of several lines is the help, which is shown when nothing was typed.
        if usage_error.ctx is None or usage_error.message != usage_error.ctx.get_help():
            usage_error.message = escape(_told(usage_error.message))
        raise
