"""Help texts by section: options that say what is read apart from those that say what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

# The sections of shared options, in the order of the help text, by the names of parameters.
_SHARED: Final = {
    "Columns and coordinates": (
        *("lat1", "lon1", "lat2", "lon2", "lat", "lon", "azi1", "distance", "fraction"),
        *("h", "x", "y", "z", "from_point", "to_point", "right_lat", "right_lon"),
        *("order", "any_longitude", "by", "sort", "right_by", "right_sort"),
    ),
    "Input": (
        *("from_format", "layer", "delimiter", "decimal", "text_columns"),
        *("right_layer", "right_delimiter", "right_decimal"),
    ),
    "Output": (
        "output",
        "to_format",
        "to_delimiter",
        "to_decimal",
        "precision",
        "prefix",
        "suffix",
    ),
    "Measure": ("units", "ellipsoid", "threads"),
    "Invalid rows": ("invalid", "rejects", "right_rejects"),
    "Other": ("quiet", "version", "man"),
}
# The options of one command, which come first.
OWN: Final = "Options"
SECTIONS: Final = (OWN, *_SHARED)
_SECTION_OF: Final = {name: section for section, names in _SHARED.items() for name in names}


def records(
    command: click.Command, context: click.Context
) -> Iterator[tuple[str, tuple[str, str]]]:
    """List the options of a command: the section, and what the help text says of each."""
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and parameter.param_type_name == "option":
            # click has no public name for the parameter of its help option.
            is_help = "--help" in parameter.opts
            yield "Other" if is_help else _SECTION_OF.get(parameter.name or "", OWN), record


def write_options(
    command: click.Command, context: click.Context, formatter: click.HelpFormatter
) -> None:
    """Write the options of a command into its help text."""
    found = list(records(command, context))
    for section in SECTIONS:
        rows = [record for name, record in found if name == section]
        if rows:
            with formatter.section(section):
                formatter.write_dl(rows)
