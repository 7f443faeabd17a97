"""`aa-sdk emulator`."""

import typer

from aa_sdk.cli._options import ServiceOptions

app: typer.Typer = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def emulator(ctx: typer.Context) -> None:
    """Serve Access Analyzer from memory, until interrupted."""
    from aa_sdk.emulator.__main__ import main

    arguments = [*ctx.args]
    before = _before(ctx.obj, arguments)
    raise typer.Exit(main([*before, *arguments], "aa-sdk emulator"))


def _before(service: ServiceOptions, arguments: list[str]) -> list[str]:
    """Return the options that stand before the noun as the emulator's own.

    Raises:
        typer.BadParameter: The emulator has no such option.
    """
    for option, value in (("--profile", service.profile), ("--endpoint-url", service.endpoint_url)):
        if value:
            raise typer.BadParameter("is of no use to an emulator: drop it", param_hint=option)
    is_said = any(word.partition("=")[0] == "--region" for word in arguments)
    region = ["--region", service.region] if service.region and not is_said else []
    return [*region, *(["--demo"] if service.demo else [])]
