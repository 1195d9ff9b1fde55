"""The options that commands share."""

from __future__ import annotations

import difflib
import inspect
import math
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

import geodist
from geodist.cli.completion import (
    complete_column,
    complete_ellipsoid,
    complete_file,
    complete_format,
)
from geodist.cli.errors import EXIT_CODES_HELP
from geodist.cli.figure import read_figure
from geodist.cli.io.formats import KINDS
from geodist.cli.parse.angles import parse_decimal
from geodist.cli.parse.units import AREA_UNIT_NAMES, AREA_UNITS, Unit
from geodist.cli.parse.values import NEGATIVE_NUMBER, unit_hint
from geodist.cli.roles import Kind, Role
from geodist.cli.sections import write_options

Function = TypeVar("Function", bound=Callable[..., Any])

_ROLE_HELP = {
    "lat1": "Latitude of the first point; if it is in several columns: DEG,MIN,SEC,DIR.",
    "lon1": "Longitude of the first point.",
    "lat2": "Latitude of the second point.",
    "lon2": "Longitude of the second point.",
    "lat": "Latitude; if it is in several columns: DEG,MIN,SEC,DIR.",
    "lon": "Longitude.",
    "azi1": "Azimuth at the first point, in degrees clockwise from north.",
    "distance": "Distance, in --units.",
    "fraction": "Fraction of the way: 0 at the first point, 1 at the second.",
    "h": "Height above the ellipsoid, in --units. Default: 0.",
    "x": "Cartesian coordinate towards latitude 0, longitude 0.",
    "y": "Cartesian coordinate towards latitude 0, longitude 90.",
    "z": "Cartesian coordinate towards the north pole.",
}

LENGTHS = Unit()
AREAS = Unit(AREA_UNITS, AREA_UNIT_NAMES)

_UNITS_HELP = (
    "Unit of all lengths. New columns are named after it, for example distance_km. Other usual names "
    "work too, such as nm and miles."
)
_AREA_UNITS_HELP = (
    "Unit of the areas. The new column is named after it, for example area_km2. Other usual names "
    "work too, such as sqkm and hectares."
)

# What other tools call an option, and what geodist calls it.
_OTHER_NAMES = {
    **dict.fromkeys(("--sep", "--separator", "--delim", "--field-separator"), "--delimiter"),
    **dict.fromkeys(("--unit", "--in"), "--units"),
    **dict.fromkeys(("--kilometers", "--kilometres", "--km"), "--units km"),
    **dict.fromkeys(("--miles", "--mi"), "--units mi"),
    **dict.fromkeys(("--nautical-miles", "--nmi", "--nm"), "--units nmi"),
    **dict.fromkeys(("--feet", "--ft"), "--units ft"),
    **dict.fromkeys(("--format", "--out-format", "--output-format"), "--to-format"),
    **dict.fromkeys(("--in-format", "--input-format"), "--from-format"),
    **dict.fromkeys(("--out", "--outfile", "--output-file"), "--output"),
    **dict.fromkeys(("--digits", "--decimals"), "--precision"),
    **dict.fromkeys(("--jobs", "--workers", "--parallel"), "--threads"),
    **dict.fromkeys(("--datum", "--ellps", "--model"), "--ellipsoid"),
    **dict.fromkeys(("--skip-errors", "--ignore-errors", "--skip-invalid"), "--invalid skip"),
    **dict.fromkeys(("--k", "--neighbors", "--neighbours"), "-k"),
    **dict.fromkeys(("--radius", "--within"), "--max-distance"),
    **dict.fromkeys(("--max-distance", "--distance", "--dist"), "--radius"),
    **dict.fromkeys(("--latitude", "--lat"), "--lat1"),
    **dict.fromkeys(("--longitude", "--lon", "--lng"), "--lon1"),
}


class Command(click.Command):
    """A command with sections of options; it knows what other tools call them."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options into the help text, by section."""
        write_options(self, ctx, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; an unknown option gets a suggestion."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            options = [opt for parameter in self.params for opt in parameter.opts]
            meant = _OTHER_NAMES.get(error.option_name, "")
            if meant.split(" ")[0] not in options:
                close = difflib.get_close_matches(error.option_name, options, 1, 0.75)
                meant = close[0] if close else ""
            text = f"No such option {error.option_name!r}."
            raise click.UsageError(
                f"{text} Did you mean {meant}?" if meant else text, ctx
            ) from None


class TableCommand(Command):
    """A command whose arguments may be negative numbers."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; a space keeps a negative number from looking like an option."""
        if not args and not ctx.resilient_parsing and not (sys.stdin and sys.stdin.isatty()):
            raise click.UsageError(
                f"{self.params[0].make_metavar(ctx)} is missing; - is standard input", ctx
            )
        return super().parse_args(
            ctx, [f" {arg}" if NEGATIVE_NUMBER.match(arg) else arg for arg in args]
        )


class Length(click.ParamType[float]):
    """A length in the unit of ``--units``, not negative; perhaps infinite.

    Parameters
    ----------
    positive
        Whether it must be neither 0 nor infinite.
    """

    name = "length"

    def __init__(self, *, positive: bool = False) -> None:
        self._positive = positive

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it."""
        text = str(value).strip()
        number = math.inf if text.lower() in ("inf", "infinity") else parse_decimal(text)
        if number is None:
            self.fail(f"{text!r} is not a number{unit_hint(text)}", param, ctx)
        if number < 0 or (self._positive and number in (0, math.inf)):
            wanted = "above 0 and finite" if self._positive else "0 or more"
            self.fail(f"{text} must be {wanted}", param, ctx)
        return number


def table_command(
    name: str,
    metavar: str,
    roles: Sequence[Role],
    *extra: Callable[[Function], Function],
    numbers: bool = True,
    unit: Unit = LENGTHS,
) -> Callable[[Callable[..., None]], click.Command]:
    """Make a function a command on tables, with the options that all of them have.

    Parameters
    ----------
    name
        The name of the command.
    metavar
        What its arguments are called, such as "TABLE | POINT POINT".
    roles
        The arguments that columns can fill: an option each.
    extra
        More options.
    numbers
        Whether an option takes a number for all rows instead of a column.
    unit
        What ``--units`` may be.
    """

    def decorate(function: Callable[..., None]) -> click.Command:
        decorators = [
            click.argument(
                "inputs", nargs=-1, required=True, metavar=metavar, shell_complete=complete_file
            ),
            *_output_options(),
            *(role_option(role, numbers=numbers) for role in roles),
            *(_point_options() if any(role.end == 2 for role in roles) else ()),
            *extra,
            *_number_options(unit),
            *row_options(points=bool(roles)),
            click.option(
                "--prefix", default="", metavar="TEXT", help="Prefix of new column names."
            ),
            quiet_option(),
        ]
        return make_command(name, function, decorators, TableCommand)

    return decorate


def make_command(
    name: str,
    function: Callable[..., None],
    options: Sequence[Callable[[Any], Any]],
    kind: type[Command] = Command,
) -> click.Command:
    r"""Make a function a command; its docstring is the help text, where ``\b`` keeps lines apart."""
    text = inspect.cleandoc(function.__doc__ or "").replace("\\b", "\b")
    decorated: Any = function
    for option in reversed(options):
        decorated = option(decorated)
    return click.command(name, cls=kind, help=text, epilog=EXIT_CODES_HELP)(decorated)


def layer_option(name: str = "--layer", table: str = "the file") -> Any:
    """Make the option that chooses one of several tables in a file."""
    text = f"Layer or sheet to read, if {table} has several."
    return click.option(name, metavar="NAME", help=text)


def from_format_option() -> Any:
    """Make the option that names the format of the input."""
    return click.option(
        "--from-format",
        metavar="FORMAT",
        shell_complete=complete_format,
        help="Input format, if the file name does not end with it: "
        f"{', '.join(KINDS)}; compressed: csv.gz, jsonl.zst ... Default for standard input: csv.",
    )


def column_option(*names: str, text: str, **settings: Any) -> Any:
    """Make an option that names a column, which the shell can complete."""
    settings.setdefault("metavar", "COLUMN")
    return click.option(*names, help=text, shell_complete=complete_column, **settings)


def _output_options() -> list[Any]:
    return [
        click.option(
            "-o",
            "--output",
            metavar="FILE",
            help="Output file. Default: standard output.",
            shell_complete=complete_file,
        ),
        *format_options(),
    ]


def format_options() -> list[Any]:
    """Make the options that name formats, and which table of a file is read."""
    return [
        from_format_option(),
        layer_option(),
        click.option(
            "--to-format",
            metavar="FORMAT",
            shell_complete=complete_format,
            help="Output format. Default: from the file name; on standard output that of the input.",
        ),
    ]


def role_option(role: Role, *, numbers: bool) -> Any:
    """Make the option of an argument: a column, perhaps a number for all rows."""
    return column_option(
        f"--{role.name}",
        metavar="COLUMN|NUMBER" if numbers else "COLUMN",
        text=_ROLE_HELP.get(role.name, ""),
        callback=lambda _context, _parameter, text: text and _unspaced(text),
    )


def _unspaced(text: str) -> str:
    """Strip the space that keeps a negative number from looking like an option."""
    return text[1:] if text[:1] == " " and NEGATIVE_NUMBER.match(text[1:]) else text


def _point_options() -> list[Any]:
    return [
        click.option(
            "--from", "from_point", metavar="POINT", help="The same first point for all rows."
        ),
        click.option(
            "--to", "to_point", metavar="POINT", help="The same second point for all rows."
        ),
    ]


def _number_options(unit: Unit) -> list[Any]:
    return [
        ellipsoid_option(),
        click.option(
            "--units",
            type=unit,
            default=next(iter(unit.units)),
            show_default=True,
            help=_UNITS_HELP if unit is LENGTHS else _AREA_UNITS_HELP,
        ),
        click.option(
            "--precision",
            type=click.IntRange(0, 15),
            metavar="DIGITS",
            help="Decimals of lengths and areas; angles get five more. Default: as many digits as a "
            "double needs.",
        ),
        any_longitude_option(),
        click.option(
            "--threads",
            type=click.IntRange(1, 1024),
            metavar="N",
            expose_value=False,
            callback=lambda _context, _parameter, count: count and geodist.set_num_threads(count),
            help="Number of threads. Default: GEODIST_NUM_THREADS, else all CPUs.",
        ),
    ]


def row_options(*, points: bool) -> list[Any]:
    """Make the options that say how rows are read, and what happens to those that are invalid."""
    return [
        click.option(
            "--invalid",
            type=click.Choice(["error", "null", "skip"]),
            default="error",
            show_default=True,
            help="What to do with invalid rows: stop, leave the new cells empty, or skip the row. "
            "A malformed row, such as one with an extra field, cannot get new cells: null needs "
            "--rejects for it.",
        ),
        click.option(
            "--rejects",
            metavar="FILE",
            shell_complete=complete_file,
            help="With --invalid null or skip: file for invalid rows, with line number and reason.",
        ),
        delimiter_option(),
        decimal_option(),
        *([order_option()] if points else ()),
        column_option(
            "--text",
            "text_columns",
            multiple=True,
            text="CSV column to keep as text, where the output has types; '*' for all.",
        ),
    ]


def quiet_option() -> Any:
    """Make the option that leaves out what is not an error."""
    return click.option("-q", "--quiet", is_flag=True, help="Print only errors.")


def ellipsoid_option() -> Any:
    """Make the option that names the ellipsoid."""
    return click.option(
        "--ellipsoid",
        metavar="NAME|A,F",
        callback=read_figure,
        shell_complete=complete_ellipsoid,
        help="Name, such as GRS80 or sphere, or semi-major axis in metres and flattening. "
        "Default: that of the table, else WGS84.",
    )


def any_longitude_option() -> Any:
    """Make the option that allows longitudes of any number of turns."""
    return click.option(
        "--any-longitude", is_flag=True, help="Accept longitudes beyond 540 degrees."
    )


def order_option() -> Any:
    """Make the option that says the order of both coordinates in one cell."""
    return click.option(
        "--order",
        type=click.Choice(["lat,lon", "lon,lat", "lat-lon", "lon-lat"]),
        callback=lambda _context, _parameter, text: text and text.replace("-", ","),
        help="Order of two numbers in one cell, such as '48.85,2.35'.",
    )


def delimiter_option(
    name: str = "--delimiter",
    text: str = "CSV delimiter. Default: a tab for .tsv and .tab files, else a comma.",
) -> Any:
    """Make an option that is a delimiter."""
    return click.option(name, metavar="CHARACTER", callback=_delimiter, help=text)


def decimal_option(
    name: str = "--decimal",
    text: str = "Decimal mark of numbers in text, and in CSV output. Default: a point.",
    default: str | None = ".",
) -> Any:
    """Make an option that is a decimal mark."""
    return click.option(name, type=click.Choice([".", ","]), default=default, help=text)


def _delimiter(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
    if text is None:
        return None
    character = {"\\t": "\t", "tab": "\t"}.get(text, text)
    if len(character) != 1 or character in '"\r\n' or not character.isascii():
        raise click.BadParameter("must be one ASCII character, for example ';' or '\\t'")
    return character


def unit_of(kind: Kind, unit: str) -> str:
    """Name the unit of a value that is shown."""
    if kind is Kind.LENGTH:
        return unit
    return "degrees" if kind.is_angle else ""
