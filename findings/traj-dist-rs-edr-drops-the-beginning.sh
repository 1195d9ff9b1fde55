#!/usr/bin/env bash
# traj-dist-rs leaves out vertices at the beginning of a track at no cost in its edit distance.
#
# Most users expect EDR as it is defined (L. Chen, M. T. Ozsu, V. Oria, SIGMOD 2005), divided by the
# number of vertices of the longer track: each vertex that is left out costs one edit, wherever it is.
# So a track and its beginning cost as much as a track and its end.
#
# Vertices at the beginning cost nothing. Of four places 1 m apart, the last one alone is told to be at
# 0 from all four, as if they were one track; the first one alone at 0.25, as if only one vertex were
# edited. Both are 0.75. Where one track begins long before the other, they seem to be the same.
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


def edr(one, two):
    found = traj_dist_rs.edr(one, two, dist_type="euclidean", eps=0.1)
    return float(getattr(found, "distance", found))


track = [[0.0, 0.0], [0.0, 1.0], [0.0, 2.0], [0.0, 3.0]]
first, last = edr(track[:1], track), edr(track[-1:], track)
print("right: three of four vertices are left out, 0.75")
print("the first vertex alone:", first)
print("the last vertex alone:", last)
if [first, last] != [0.25, 0.0]:
    sys.exit("traj-dist-rs counts vertices at the beginning in another way now")
PYTHON
