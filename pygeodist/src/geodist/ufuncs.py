"""
The element-wise functions as NumPy ufuncs.

A ufunc takes the columns of the function of that name in `geodist`, and then the equatorial radius
``a`` (metres) and the flattening ``f`` of the ellipsoid. Libraries that follow ``__array_ufunc__``
are given these; for plain arrays the functions in `geodist` are better, because they use threads,
cast by blocks, can be interrupted, and name the index of an invalid value.

Examples
--------
>>> import geodist as gd
>>> float(gd.ufuncs.distance(0, 0, 0, 1, gd.WGS84.a, gd.WGS84.f)) == gd.distance(0, 0, 0, 1)
True
"""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from geodist import _geodist_core

__all__ = [
    "azimuth",
    "chord",
    "direct",
    "distance",
    "from_ecef",
    "interpolate",
    "inverse",
    "inverse_full",
    "midpoint",
    "rhumb_direct",
    "rhumb_distance",
    "rhumb_inverse",
    "to_ecef",
]

azimuth: np.ufunc = _geodist_core.ufuncs["azimuth"]
chord: np.ufunc = _geodist_core.ufuncs["chord"]
direct: np.ufunc = _geodist_core.ufuncs["direct"]
distance: np.ufunc = _geodist_core.ufuncs["distance"]
from_ecef: np.ufunc = _geodist_core.ufuncs["from_ecef"]
interpolate: np.ufunc = _geodist_core.ufuncs["interpolate"]
inverse: np.ufunc = _geodist_core.ufuncs["inverse"]
inverse_full: np.ufunc = _geodist_core.ufuncs["inverse_full"]
midpoint: np.ufunc = _geodist_core.ufuncs["midpoint"]
rhumb_direct: np.ufunc = _geodist_core.ufuncs["rhumb_direct"]
rhumb_distance: np.ufunc = _geodist_core.ufuncs["rhumb_distance"]
rhumb_inverse: np.ufunc = _geodist_core.ufuncs["rhumb_inverse"]
to_ecef: np.ufunc = _geodist_core.ufuncs["to_ecef"]

for _name in __all__:
    # Otherwise pickle looks for them in all modules, and breaks where one is imported by that. The
    # ufuncs of older versions of NumPy take no attributes.
    with suppress(AttributeError):
        globals()[_name].__module__ = __name__
