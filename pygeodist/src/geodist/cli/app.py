"""The command ``geodist`` and what surrounds its subcommands: version, signals, broken pipes."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

import click

import geodist
from geodist.cli.errors import (
    EXIT_BROKEN_PIPE,
    EXIT_BUG,
    EXIT_CODES_HELP,
    EXIT_FILE,
    EXIT_INTERRUPTED,
    EXIT_MEMORY,
    FileError,
    printable,
)

if TYPE_CHECKING:
    from types import FrameType


def _show_manual(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from geodist.cli.manual import man_page

        group = context.command
        assert isinstance(group, click.Group)
        click.echo(man_page(group), nl=False)
        context.exit()


# In the order of the help text, each in a module of its name.
COMMANDS = (
    *("distance", "inverse", "direct", "interpolate", "waypoints", "rhumb"),
    *(
        "nearest",
        "within",
        "contains",
        "matrix",
        "length",
        "steps",
        "similarity",
        "perimeter",
        "area",
        "convert",
        "ecef",
        "map",
        "info",
    ),
)


class App(click.Group):
    """The commands, each imported when it is used; a table or a value without one gets a hint."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command; None where there is none of the name."""
        if cmd_name not in COMMANDS:
            return None
        found = vars(importlib.import_module(f"geodist.cli.commands.{cmd_name}")).values()
        return next(x for x in found if isinstance(x, click.Command) and x.name == cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with."""
        from geodist.cli.io.formats import find_format
        from geodist.cli.parse.values import look_like_values

        first = args[0]
        unknown = first not in COMMANDS and not ctx.resilient_parsing
        if unknown and (find_format(first) or look_like_values([first])):
            raise click.UsageError(f"a command is missing: geodist distance {first} ...", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=App, epilog=EXIT_CODES_HELP, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(
    geodist.__version__, "-V", "--version", prog_name="geodist", message="%(prog)s %(version)s"
)
@click.option(
    "--man",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_manual,
    help="Show the manual page: geodist --man | man -l -",
)
def app() -> None:
    """Measure distance on the Earth: in metres, exactly, and fast."""


def run() -> NoReturn:
    """Run the command line and exit with its documented code."""
    # A terminated process cleans up like an interrupted one.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _terminate)
    _fill_closed_streams()
    code = 0
    try:
        # Help and version return 0; commands return nothing.
        code = app.main(prog_name="geodist", standalone_mode=False) or 0
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.UsageError as error:
        # click sets the choices of a missing option in with tabs.
        text = error.format_message().replace("\n\t", "\n  ")
        click.UsageError(printable(text), error.ctx).show()
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("geodist: interrupted", err=True)
        code = EXIT_INTERRUPTED
    except BrokenPipeError:
        code = EXIT_BROKEN_PIPE
    except SystemExit as end:
        # click, and nothing else here, ends with 1: where a message meets a closed stream.
        if end.code != 1:
            raise
        code = EXIT_BROKEN_PIPE
    except OSError as error:
        FileError.of("write", "standard output", error).show()
        code = EXIT_FILE
    except MemoryError:
        click.echo("geodist: error: there is not enough memory", err=True)
        code = EXIT_MEMORY
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        if _signals:
            # A library that is being imported may make another error of the exit.
            sys.exit(128 + _signals[0])
        click.echo(f"geodist: error: {printable(_describe_bug(error))}", err=True)
        code = EXIT_BUG
    if code in (EXIT_BROKEN_PIPE, EXIT_FILE):
        from geodist.cli.io.drafts import discard_standard_streams

        discard_standard_streams()
    sys.exit(code)


def _fill_closed_streams() -> None:
    """Open what is closed of the standard streams, or a table would take the place of one."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free


def _describe_bug(error: Exception) -> str:
    """Say in one line what went wrong inside of geodist."""
    import traceback
    from pathlib import PurePath

    frames = traceback.extract_tb(error.__traceback__)
    own = next((x for x in reversed(frames) if "geodist" in PurePath(x.filename).parts), frames[-1])
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return (
        f"this is a bug in geodist, please report it with the command: {what[:300]} "
        f"(version {geodist.__version__}, {PurePath(own.filename).name}, line {own.lineno}; "
        "PYTHONDEVMODE=1 shows all of it)"
    )


# Those that ended the process.
_signals: list[int] = []


def _terminate(number: int, _frame: FrameType | None) -> NoReturn:
    _signals.append(number)
    sys.exit(128 + number)
