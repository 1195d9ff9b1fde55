from typing import Any, Final

__version__: Final[str]
EARTH_RADIUS_METERS: Final[float]

def config() -> dict[str, Any]: ...
