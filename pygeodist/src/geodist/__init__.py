"""Distances on the Earth: in metres, exactly, and fast."""

from geodist import _pickles as _pickles
from geodist import ufuncs
from geodist._config import get_num_threads, set_num_threads, show_config
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
from geodist._measures.matrix import cdist, pdist
from geodist._measures.matrix_blocks import cdist_blocks
from geodist._measures.sets import center, chamfer, diameter, hausdorff, medoid
from geodist._measures.waypoints import waypoints
from geodist._search.index import PointIndex
from geodist._search.index import _restore_index as _restore_index  # named by pickles
from geodist._search.joins import nearest_join, within_join
from geodist._search.neighbours import IndexPairs, Nearest, RadiusResult
from geodist._types.ellipsoids import GRS80, SPHERE, WGS84, NamedEllipsoid, ellipsoids
from geodist._types.points import Points
from geodist._types.points import _restore_points as _restore_points  # named by pickles
from geodist._types.results import (
    Direct,
    Ecef,
    Geodetic,
    Inverse,
    InverseFull,
    LatLon,
    RhumbInverse,
)
from geodist._types.witnesses import DirectedDistance, Medoid, SetDistance, Witness

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
