"""Distances on the Earth: in metres, exactly, and fast."""

from geodist import ufuncs
from geodist._config import show_config
from geodist._ellipsoids import GRS80, SPHERE, WGS84, NamedEllipsoid, ellipsoids
from geodist._errors import (
    EmptyGeometryError,
    GeodistError,
    IndexFileError,
    InvalidAltitudeError,
    InvalidBoundingBoxError,
    InvalidEllipsoidError,
    InvalidGeometryError,
    InvalidLatitudeError,
    InvalidLongitudeError,
)
from geodist._geodist_core import (
    EARTH_RADIUS_METERS,
    BoundingBox,
    Ellipsoid,
    Point,
    Point3D,
    __version__,
    azimuth,
    chord,
    direct,
    distance,
    from_ecef,
    interpolate,
    inverse,
    inverse_full,
    midpoint,
    rhumb_direct,
    rhumb_distance,
    rhumb_inverse,
    to_ecef,
)
from geodist._index import PointIndex
from geodist._joins import nearest_join, within_join
from geodist._matrix import cdist, cdist_blocks, pdist
from geodist._neighbours import IndexPairs, Nearest, RadiusResult
from geodist._points import Points
from geodist._results import Direct, Ecef, Geodetic, Inverse, InverseFull, LatLon, RhumbInverse
from geodist._set_distance import center, chamfer, diameter, hausdorff, medoid
from geodist._threads import get_num_threads, set_num_threads
from geodist._waypoints import waypoints
from geodist._witnesses import DirectedDistance, Medoid, SetDistance, Witness

__all__ = [
    "EARTH_RADIUS_METERS",
    "GRS80",
    "SPHERE",
    "WGS84",
    "BoundingBox",
    "Direct",
    "DirectedDistance",
    "Ecef",
    "Ellipsoid",
    "EmptyGeometryError",
    "Geodetic",
    "GeodistError",
    "IndexFileError",
    "IndexPairs",
    "InvalidAltitudeError",
    "InvalidBoundingBoxError",
    "InvalidEllipsoidError",
    "InvalidGeometryError",
    "InvalidLatitudeError",
    "InvalidLongitudeError",
    "Inverse",
    "InverseFull",
    "LatLon",
    "Medoid",
    "NamedEllipsoid",
    "Nearest",
    "Point",
    "Point3D",
    "PointIndex",
    "Points",
    "RadiusResult",
    "RhumbInverse",
    "SetDistance",
    "Witness",
    "__version__",
    "azimuth",
    "cdist",
    "cdist_blocks",
    "center",
    "chamfer",
    "chord",
    "diameter",
    "direct",
    "distance",
    "ellipsoids",
    "from_ecef",
    "get_num_threads",
    "hausdorff",
    "interpolate",
    "inverse",
    "inverse_full",
    "medoid",
    "midpoint",
    "nearest_join",
    "pdist",
    "rhumb_direct",
    "rhumb_distance",
    "rhumb_inverse",
    "set_num_threads",
    "show_config",
    "to_ecef",
    "ufuncs",
    "waypoints",
    "within_join",
]
