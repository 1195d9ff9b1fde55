"""The options that commands share."""

from __future__ import annotations

import difflib
import inspect
import math
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from geodist.cli.errors import EXIT_CODES_HELP
from geodist.cli.figure import read_figure
from geodist.cli.io.formats import ENDINGS
from geodist.cli.parse.angles import parse_decimal
from geodist.cli.parse.units import AREA_UNIT_NAMES, AREA_UNITS, Unit
from geodist.cli.parse.values import NEGATIVE_NUMBER, unit_hint
from geodist.cli.roles import Kind, Role

Function = TypeVar("Function", bound=Callable[..., Any])

_ROLE_HELP = {
    "lat1": "Latitude of the first point; of several columns: DEG,MIN,SEC,DIR.",
    "lon1": "Longitude of the first point; of several columns: DEG,MIN,SEC,DIR.",
    "lat2": "Latitude of the second point.",
    "lon2": "Longitude of the second point.",
    "lat": "Latitude; of several columns: DEG,MIN,SEC,DIR.",
    "lon": "Longitude; of several columns: DEG,MIN,SEC,DIR.",
    "azi1": "Azimuth at the first point, degrees clockwise from north.",
    "distance": "Distance, in the unit of --units.",
    "fraction": "Fraction of the way: 0 at the first point, 1 at the second.",
    "h": "Height above the ellipsoid, in the unit of --units; 0 where there is none.",
    "x": "Cartesian coordinate towards latitude 0, longitude 0.",
    "y": "Cartesian coordinate towards latitude 0, longitude 90.",
    "z": "Cartesian coordinate towards the north pole.",
}

LENGTHS = Unit()
AREAS = Unit(AREA_UNITS, AREA_UNIT_NAMES)

_UNITS_HELP = (
    "Unit of all lengths; other than metres, it is part of new columns' names, as in distance_km. "
    "Other usual names are read too, such as nm and miles."
)
_AREA_UNITS_HELP = (
    "Unit of the areas; other than square metres, it is part of the new column's name, as in "
    "area_km2. Other usual names are read too, such as sqkm and hectares."
)

# What other tools call an option, and what says it here.
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
    """A command that knows what other tools call its options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; of an option that is not there say what was meant."""
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
        What its arguments are called, as "TABLE | POINT POINT".
    roles
        The arguments that columns can fill: an option each.
    extra
        More options.
    numbers
        Whether a number for all rows may stand in place of a column.
    unit
        What ``--units`` may be.
    """

    def decorate(function: Callable[..., None]) -> click.Command:
        decorators = [
            click.argument(
                "inputs", nargs=-1, required=True, metavar=metavar, shell_complete=complete_file
            ),
            *_output_options(),
            *(_role_option(role, numbers=numbers) for role in roles),
            *(_point_options() if any(role.end == 2 for role in roles) else ()),
            *extra,
            *_number_options(unit),
            *_row_options(points=bool(roles)),
        ]
        decorated: Any = function
        for decorator in reversed(decorators):
            decorated = decorator(decorated)
        text = help_of(function)
        return click.command(name, cls=TableCommand, help=text, epilog=EXIT_CODES_HELP)(decorated)

    return decorate


def complete_file(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Let the shell complete the name of a file."""
    return [CompletionItem(incomplete, type="file")]


def help_of(function: Callable[..., Any]) -> str:
    r"""Return the help text of a command: its docstring, whose ``\b`` keeps lines apart."""
    return inspect.cleandoc(function.__doc__ or "").replace("\\b", "\b")


def layer_option(name: str = "--layer", table: str = "a file") -> Any:
    """Make the option that chooses one of several tables in a file."""
    return click.option(
        name,
        metavar="NAME",
        help=f"Which table of {table} that holds several: a layer of GeoPackage, KML or GPX, a sheet "
        "of Excel.",
    )


def _output_options() -> list[Any]:
    return [
        click.option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where the table goes; standard output by default.",
            shell_complete=complete_file,
        ),
        click.option(
            "--from-format",
            metavar="ENDING",
            help=f"Format of the input; by default its ending tells. Endings: {ENDINGS}. "
            "Standard input is csv by default.",
        ),
        layer_option(),
        click.option(
            "--to-format",
            metavar="ENDING",
            help="Format of the output; by default its ending tells, and standard output has the "
            "format of the input.",
        ),
    ]


def _role_option(role: Role, *, numbers: bool) -> Any:
    return click.option(
        f"--{role.name}",
        metavar="COLUMN|NUMBER" if numbers else "COLUMN",
        help=_ROLE_HELP.get(role.name, ""),
        type=_Stripped(),
    )


class _Stripped(click.ParamType[str]):
    """Text without the space that keeps a negative number from looking like an option."""

    name = "text"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> str:
        """Strip the space."""
        text = str(value)
        return text[1:] if text[:1] == " " and NEGATIVE_NUMBER.match(text[1:]) else text


def _point_options() -> list[Any]:
    return [
        click.option("--from", "from_point", metavar="POINT", help="One first point for all rows."),
        click.option("--to", "to_point", metavar="POINT", help="One second point for all rows."),
    ]


def _number_options(unit: Unit) -> list[Any]:
    return [
        click.option(
            "--ellipsoid",
            metavar="NAME|A,F",
            callback=read_figure,
            show_default="that of the table, else WGS84",
            help="Its name, for instance GRS80 or sphere, or its semi-major axis in metres and "
            "flattening.",
        ),
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
            help="Decimals of lengths and areas; angles have five more. By default numbers have as many "
            "digits as it takes to read the same double back.",
        ),
        any_longitude_option(),
        click.option(
            "--threads",
            type=click.IntRange(1, 1024),
            metavar="N",
            help="Threads that measure; by default GEODIST_NUM_THREADS or all CPUs.",
        ),
    ]


def _row_options(*, points: bool) -> list[Any]:
    return [
        click.option(
            "--invalid",
            type=click.Choice(["error", "null", "skip"]),
            default="error",
            show_default=True,
            help="What a row does that cannot be used: end the command, get empty cells, or be "
            "left out. A malformed row, as one with a field too many, cannot get cells: "
            "--invalid=null needs --rejects for it.",
        ),
        click.option(
            "--rejects",
            metavar="FILE",
            help="With --invalid=null or skip: a file for the rows that cannot be used, each with "
            "its line and the reason.",
        ),
        delimiter_option(),
        decimal_option(),
        *([order_option()] if points else ()),
        click.option(
            "--text",
            "text_columns",
            metavar="COLUMN",
            multiple=True,
            help="A CSV column that stays text in formats that know numbers; '*' for all.",
        ),
        click.option(
            "--prefix", default="", metavar="TEXT", help="Put before the new columns' names."
        ),
        click.option(
            "-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors."
        ),
    ]


def any_longitude_option() -> Any:
    """Make the option that allows longitudes of any number of turns."""
    return click.option(
        "--any-longitude",
        is_flag=True,
        help="Take longitudes beyond 540 degrees, which are errors otherwise.",
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
    text: str = "Between two fields of CSV; by default a tab in .tsv and .tab files, else a comma.",
) -> Any:
    """Make an option that is a delimiter."""
    return click.option(name, metavar="CHARACTER", callback=_delimiter, help=text)


def decimal_option(
    name: str = "--decimal",
    text: str = "Before the decimals of numbers in text, by default a point; CSV is written so too.",
    default: str | None = ".",
) -> Any:
    """Make an option that is a decimal mark."""
    return click.option(name, type=click.Choice([".", ","]), default=default, help=text)


def _delimiter(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
    if text is None:
        return None
    character = {"\\t": "\t", "tab": "\t"}.get(text, text)
    if len(character) != 1 or character in '"\r\n' or not character.isascii():
        raise click.BadParameter("one ASCII character is needed, for instance ';' or '\\t'")
    return character


def unit_of(kind: Kind, unit: str) -> str:
    """Name the unit of a value that is shown."""
    if kind is Kind.LENGTH:
        return unit
    return "degrees" if kind.is_angle else ""
