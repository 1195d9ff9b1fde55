#!/usr/bin/env bash
# pymap3d's rhumb lines do not cross the meridian of 180 degrees: they go round the Earth.
#
# Most users expect loxodrome_inverse to give the shorter of the two rhumb lines, as other libraries
# do, and the same length for longitudes -170 and 190, which are the same meridian.
#
# From 170 E to 170 W, 20 degrees apart, it goes 340 degrees west: 37 219 km instead of 2192, with the
# course 270 instead of 87. If both latitudes are equal, the length is that of neither way: half the
# circle less the short one. With 190 degrees east instead of 170 west, both are right.
#
# Seen with pymap3d 3.2.0, NumPy 2.4.6, Python 3.11, on 2026-11-28.
# https://github.com/geospace-code/pymap3d
# https://github.com/geospace-code/pymap3d/issues/65
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pymap3d==3.2.0 numpy==2.4.6

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys

from pymap3d.lox import loxodrome_inverse

expected = {
    # as users expect: kilometres and degrees
    (10, 170, 11, 190): (2192, 87),
    (0, 170, 0, 190): (2226, 90),
    (-36.85, 174.76, 21.3, 202.14): (7052, 24),
    # the surprise: the same places
    (10, 170, 11, -170): (37219, 270),
    (0, 170, 0, -170): (17811, 270),
    (-36.85, 174.76, 21.3, -157.86): (35608, 280),
}
changed = False
for ends, values in expected.items():
    length, course = loxodrome_inverse(*ends)
    seen = (round(float(length) / 1000), round(float(course)))
    print("{}, {} to {}, {}:".format(*ends), "{} km, course {}".format(*seen))
    changed |= seen != values
sys.exit("pymap3d gives other rhumb lines now" if changed else 0)
PYTHON
