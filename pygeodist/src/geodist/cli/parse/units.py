"""Units of length, under all their usual names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
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


class Unit(click.ParamType[str]):
    """A unit of length by any of its names; its value is the name that columns get."""

    name = "unit"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Show the names that columns get."""
        return f"[{'|'.join(UNITS)}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read it."""
        # A capital M may be metres, miles or nautical miles.
        name = value if value == "M" else value.lower()
        if name not in UNIT_NAMES:
            self.fail(f"{value!r} is not one of {', '.join(UNITS)}", param, ctx)
        return UNIT_NAMES[name]

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Complete the names that columns get."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in UNITS if name.startswith(incomplete)]
