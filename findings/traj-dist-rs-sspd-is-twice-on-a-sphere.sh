#!/usr/bin/env bash
# traj-dist-rs gives twice the segment-path distance of two tracks on a sphere.
#
# Most users expect the symmetric SSPD (P. Besse and others, arXiv:1508.04904) with dist_type="spherical"
# as with "euclidean": the mean of both directions, so that two parallel tracks are as far apart as
# they run.
#
# On a sphere it is the sum of both directions. Two tracks along the meridians of 0 and 1 degree, at the
# equator: 1.0 in degrees, but 222.6 km, where a degree is 111.3 km on its sphere, and its own Hausdorff
# distance of the same tracks says so.
#
# Seen with traj-dist-rs 1.0.0rc5, NumPy 2.4.6, Python 3.11, on 2026-11-29.
# https://pypi.org/project/traj-dist-rs/
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check traj-dist-rs==1.0.0rc5 numpy==2.4.6

"$folder/venv/bin/python" - <<'PYTHON'
import sys

import traj_dist_rs


def value(measure, kind):
    found = measure([[0.0, 0.0], [0.0, 1e-6]], [[1.0, 0.0], [1.0, 1e-6]], dist_type=kind)
    return float(getattr(found, "distance", found))


plane, sphere = (value(traj_dist_rs.sspd, kind) for kind in ("euclidean", "spherical"))
apart = value(traj_dist_rs.hausdorff, "spherical")
print(f"in the plane: {plane:.3f} degrees")
print(f"on the sphere: {sphere:.0f} m; Hausdorff distance {apart:.0f} m")
if [round(plane, 6), round(sphere / apart, 6)] != [1.0, 2.0]:
    sys.exit("traj-dist-rs gives another segment-path distance now")
PYTHON
