"""Write the fixtures of this folder, or compare a sample of them with a new computation
(``--check``).

Run ``python generate.py`` for everything, ``python generate.py direct`` for one table. It needs
mpmath; gmpy2, if there, makes it faster.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import struct
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import areas
import cartesian
import edges
import elementary
import exact
import loxodrome
import pairs
import places
import planar_feet
import segments
from mpmath import mp
from pairs import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(os.environ.get("GEODIST_REFERENCE", Path(__file__).resolve().parent))
Row = list[float]
mp.dps = 90  # for sums and splits of results; the solvers choose their own


class Table(NamedTuple):
    """A fixture: its columns, its kinds, how many of the columns are inputs, its inputs, and the
    truth for one.
    """

    columns: str
    kinds: list[str]
    inputs: int
    rows: Callable[[], Iterator[Row]]
    truth: Callable[[Row], Row]


def inverse_truth(row: Any) -> Row:
    x = exact.inverse(*row)
    return [*split(x.s12), float(x.azi1), float(x.azi2), float(x.m12), float(x.M12), float(x.M21)]


def near_truth(row: Any) -> Row:
    return list(split(exact.inverse(*row).s12))


def direct_truth(row: Any) -> Row:
    x = exact.direct(*row)
    return [*split(x.lat2), *split(x.lon2), float(x.azi2)]


def interpolate_truth(row: Any) -> Row:
    *ends, fraction = row
    line = exact.inverse(*ends)
    a, f, lat1, lon1 = ends[:4]
    x = exact.direct(a, f, lat1, lon1, line.azi1, line.s12 * mp.mpf(fraction))
    return [*split(x.lat2), *split(x.lon2), float(line.m12)]


def rhumb_truth(row: Any) -> Row:
    a, f, lat1, lon1, lat2, lon2 = row
    both = (loxodrome.rhumb_inverse(a, f, lat1, lon1, lat2, lon2, way) for way in (False, True))
    return [part for distance, azi in both for part in (*split(distance), float(azi))]


def rhumb_direct_truth(row: Any) -> Row:
    lat2, lon2, lon12, condition = loxodrome.rhumb_direct(*row)
    return [*split(lat2), *split(lon2), float(lon12), float(condition)]


def to_ecef_truth(row: Any) -> Row:
    return [part for x in cartesian.to_ecef(*row) for part in split(x)]


def from_ecef_truth(row: Any) -> Row:
    return [part for x in cartesian.from_ecef(*row) for part in split(x)]


def chord_truth(row: Any) -> Row:
    return list(split(cartesian.chord(*row)))


def edge_truth(row: Any) -> Row:
    x = areas.geodesic_edge(*row)
    return [*split(x.distance), float(x.m12), *split(x.area)]


def planar_truth(row: Any) -> Row:
    return [part for x in areas.planar_edge(*row) for part in split(x)]


def foot_truth(row: Any) -> Row:
    x = segments.foot(*row)
    return [*split(x.distance), float(x.fraction), x.gap, x.scale, x.length, x.m12]


def planar_foot_truth(row: Any) -> Row:
    x = planar_feet.foot(*row)
    return [*split(x.distance), float(x.fraction), x.gap, x.bend, x.speed]


def meeting_truth(row: Any) -> Row:
    x = segments.meeting(*row)
    return [*split(x.first), *split(x.second)]


def numbered(
    kinds: list[str],
    inputs: Callable[[], Iterator[tuple[str, tuple[float, float], tuple[float, ...]]]],
) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        for kind, ell, values in inputs():
            yield [float(kinds.index(kind)), *ell, *values]

    return rows


INVERSE = "kind a f lat1 lon1 lat2 lon2 distance distance_lo azi1 azi2 m12 M12 M21"
DIRECT = "kind a f lat1 lon1 azi1 distance lat2 lat2_lo lon2 lon2_lo azi2"
NEAR = "kind a f lat1 lon1 lat2 lon2 distance distance_lo"
INTERPOLATE = "kind a f lat1 lon1 lat2 lon2 fraction lat lat_lo lon lon_lo m12"
KINDS = list(pairs.INVERSE_KINDS)
LATTICE = ["plain", "tiny", "opposite"]
RHUMB = "kind a f lat1 lon1 lat2 lon2 distance distance_lo azi12 "
RHUMB += "tangent_distance tangent_distance_lo tangent_azi12"
RHUMB_DIRECT = "kind a f lat1 lon1 azi12 distance lat2 lat2_lo lon2 lon2_lo lon12 condition"
TO_ECEF = "kind a f lat lon h x x_lo y y_lo z z_lo"
FROM_ECEF = "kind a f x y z lat lat_lo lon lon_lo h h_lo"
CHORD = "kind a f lat1 lon1 h1 lat2 lon2 h2 distance distance_lo"
EDGE = "kind a f lat1 lon1 lat2 lon2 distance distance_lo m12 area area_lo"
PLANAR = "kind a f lat1 lon1 lat2 lon2 length length_lo area area_lo"
FOOT = "kind a f lat1 lon1 lat2 lon2 lat lon distance distance_lo fraction gap scale length m12"
PLANAR_FOOT = "kind a f lat1 lon1 lat2 lon2 lat lon distance distance_lo fraction gap bend speed"
MEETING = "kind a f lat1 lon1 lat2 lon2 lat3 lon3 lat4 lon4 first first_lo second second_lo"
ELEMENTARY = "kind x y value value_lo"
TABLES: dict[str, Table] = {
    "inverse": Table(INVERSE, KINDS, 7, numbered(KINDS, pairs.inverse_inputs), inverse_truth),
    "lattice": Table(INVERSE, LATTICE, 7, numbered(LATTICE, pairs.lattice_inputs), inverse_truth),
    "near": Table(
        NEAR, pairs.NEAR_KINDS, 7, numbered(pairs.NEAR_KINDS, pairs.near_inputs), near_truth
    ),
    "direct": Table(
        DIRECT,
        pairs.DIRECT_KINDS,
        7,
        numbered(pairs.DIRECT_KINDS, pairs.direct_inputs),
        direct_truth,
    ),
    "interpolate": Table(
        INTERPOLATE,
        pairs.INTERPOLATE_KINDS,
        8,
        numbered(pairs.INTERPOLATE_KINDS, pairs.interpolate_inputs),
        interpolate_truth,
    ),
    "rhumb_inverse": Table(
        RHUMB, places.RHUMB_KINDS, 7, numbered(places.RHUMB_KINDS, places.rhumb_inputs), rhumb_truth
    ),
    "rhumb_direct": Table(
        RHUMB_DIRECT,
        places.RHUMB_DIRECT_KINDS,
        7,
        numbered(places.RHUMB_DIRECT_KINDS, places.rhumb_direct_inputs),
        rhumb_direct_truth,
    ),
    "to_ecef": Table(
        TO_ECEF, places.HEIGHTS, 6, numbered(places.HEIGHTS, places.to_ecef_inputs), to_ecef_truth
    ),
    "from_ecef": Table(
        FROM_ECEF,
        places.FROM_KINDS,
        6,
        numbered(places.FROM_KINDS, places.from_ecef_inputs),
        from_ecef_truth,
    ),
    "chord": Table(
        CHORD, places.CHORD_KINDS, 9, numbered(places.CHORD_KINDS, places.chord_inputs), chord_truth
    ),
    "edge": Table(
        EDGE,
        edges.GEODESIC_KINDS,
        7,
        numbered(edges.GEODESIC_KINDS, edges.geodesic_inputs),
        edge_truth,
    ),
    "planar_edge": Table(
        PLANAR,
        edges.PLANAR_KINDS,
        7,
        numbered(edges.PLANAR_KINDS, edges.planar_inputs),
        planar_truth,
    ),
    "near_foot": Table(
        FOOT,
        segments.NEAR_KINDS,
        9,
        numbered(segments.NEAR_KINDS, segments.near_inputs),
        foot_truth,
    ),
    "foot": Table(
        FOOT,
        segments.FAR_KINDS,
        9,
        numbered(segments.FAR_KINDS, segments.far_inputs),
        foot_truth,
    ),
    "planar_foot": Table(
        PLANAR_FOOT,
        planar_feet.KINDS,
        9,
        numbered(planar_feet.KINDS, planar_feet.inputs),
        planar_foot_truth,
    ),
    "meeting": Table(
        MEETING,
        segments.MEETING_KINDS,
        11,
        numbered(segments.MEETING_KINDS, segments.meeting_inputs),
        meeting_truth,
    ),
}
for _name, _functions in elementary.GROUPS.items():
    TABLES[_name] = Table(
        ELEMENTARY,
        _functions,
        3,
        partial(elementary.inputs, _functions),
        partial(elementary.truth, _functions),
    )


def generate(name: str) -> None:
    """Write NAME.f64 and NAME.txt."""
    table = TABLES[name]
    start, count = time.time(), 0
    with (HERE / f"{name}.f64").open("wb") as out:
        for row in table.rows():
            try:
                full = row + table.truth(row[1:] if table.columns != ELEMENTARY else row)
            except Exception:
                print(f"{name}: no result for {row}", file=sys.stderr)
                raise
            out.write(struct.pack(f"<{len(full)}d", *full))
            count += 1
    text = f"columns {table.columns}\nkinds {' '.join(table.kinds)}\nrows {count}\n"
    (HERE / f"{name}.txt").write_text(text, encoding="ascii")
    print(f"{name}: {count} rows, {time.time() - start:.0f} s", flush=True)


def check(name: str, sample: int) -> list[str]:
    """Recompute a random sample of a committed table; returns what differs."""
    table, width = TABLES[name], len(TABLES[name].columns.split())
    data = (HERE / f"{name}.f64").read_bytes()
    rows = [list(x) for x in struct.iter_unpack(f"<{width}d", data)]
    wrong = []
    for row in random.Random(name).sample(rows, min(sample, len(rows))):
        found = table.truth(row[0 if table.columns == ELEMENTARY else 1 : table.inputs])
        for column, x, y in zip(
            table.columns.split()[table.inputs :], row[table.inputs :], found, strict=True
        ):
            low = column.endswith("_lo")
            if not (
                x == y or (math.isnan(x) and math.isnan(y)) or (low and abs(x - y) <= 1e-9 * abs(x))
            ):
                wrong.append(
                    f"{name}: {column} is {x!r}, found {y!r}, inputs {row[: table.inputs]}"
                )
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "tables", nargs="*", default=list(TABLES), metavar="TABLE", help=", ".join(TABLES)
    )
    parser.add_argument(
        "--check", action="store_true", help="recompute a sample and compare; write nothing"
    )
    parser.add_argument(
        "--sample", type=int, default=12, help="rows of each table that --check takes"
    )
    args = parser.parse_args()
    if args.check:
        wrong = [line for name in args.tables for line in check(name, args.sample)]
        print("\n".join(wrong) or f"{len(args.tables)} tables agree")
        return 1 if wrong else 0
    for name in args.tables:
        generate(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
