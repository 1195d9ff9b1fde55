"""Units of length and area, under all their usual names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.shell_completion import CompletionItem

# Metres; a mile is the international one, a nautical mile that of the BIPM.
UNITS: Final = {
    "m": 1.0,
    "km": 1000.0,
    "mi": 1609.344,
    "nmi": 1852.0,
    "ft": 0.3048,
    "yd": 0.9144,
}

# In lower case.
UNIT_NAMES: Final = {
    **{name: name for name in UNITS},
    **dict.fromkeys(("meter", "meters", "metre", "metres"), "m"),
    **dict.fromkeys(("kilometer", "kilometers", "kilometre", "kilometres", "kms"), "km"),
    **dict.fromkeys(("mile", "miles"), "mi"),
    **dict.fromkeys(("nm", "nautical miles", "nauticalmiles"), "nmi"),
    **dict.fromkeys(("foot", "feet"), "ft"),
    **dict.fromkeys(("yard", "yards"), "yd"),
}

# Square metres; an acre is the international one.
AREA_UNITS: Final = {
    "m2": 1.0,
    "km2": 1e6,
    "ha": 1e4,
    "acres": 4046.8564224,
    "mi2": 1609.344**2,
    "ft2": 0.3048**2,
}

AREA_UNIT_NAMES: Final = {
    **{name: name for name in AREA_UNITS},
    **dict.fromkeys(("m^2", "m\u00b2", "sqm", "sq m", "square meters", "square metres"), "m2"),
    **dict.fromkeys(("km^2", "km\u00b2", "sqkm", "sq km"), "km2"),
    **dict.fromkeys(("square kilometers", "square kilometres"), "km2"),
    **dict.fromkeys(("hectare", "hectares"), "ha"),
    **dict.fromkeys(("acre", "ac"), "acres"),
    **dict.fromkeys(("mi^2", "mi\u00b2", "sqmi", "sq mi", "square miles"), "mi2"),
    **dict.fromkeys(("ft^2", "ft\u00b2", "sqft", "sq ft", "square feet"), "ft2"),
}


class Unit(click.ParamType[str]):
    """A unit by any of its names; its value is the name that columns get.

    Parameters
    ----------
    units
        The units.
    names
        All their names, in lower case.
    """

    name = "unit"

    def __init__(
        self, units: Mapping[str, float] = UNITS, names: Mapping[str, str] = UNIT_NAMES
    ) -> None:
        self.units = units
        self._names = names

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Show the names that columns get."""
        return f"[{'|'.join(self.units)}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read it."""
        # A capital M may be metres, miles or nautical miles.
        name = value if value == "M" else value.lower()
        if name not in self._names:
            self.fail(f"{value!r} is not one of {', '.join(self.units)}", param, ctx)
        return self._names[name]

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Complete the names that columns get."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self.units if name.startswith(incomplete)]
