"""The usual geographic CRS, known without a library."""

from __future__ import annotations

from typing import Final

from geodist._columns.datums import DEFAULT, Datum
from geodist._geodist_core import Ellipsoid

# Code of EPSG or OGC: name, datum, ellipsoid. A test compares all with PROJ.
_TABLE: Final = {
    "OGC:CRS84": ("WGS 84", DEFAULT.frame, "WGS84"),
    "OGC:CRS84h": ("WGS 84", DEFAULT.frame, "WGS84"),
    "EPSG:4326": ("WGS 84", DEFAULT.frame, "WGS84"),
    "EPSG:4979": ("WGS 84", DEFAULT.frame, "WGS84"),
    "EPSG:4258": ("ETRS89", "European Terrestrial Reference System 1989", "GRS80"),
    "EPSG:4937": ("ETRS89", "European Terrestrial Reference System 1989", "GRS80"),
    "EPSG:4269": ("NAD83", "North American Datum 1983", "GRS80"),
    "EPSG:4617": ("NAD83(CSRS)", "NAD83 Canadian Spatial Reference System", "GRS80"),
    "EPSG:6318": ("NAD83(2011)", "NAD83 (National Spatial Reference System 2011)", "GRS80"),
    "EPSG:4267": ("NAD27", "North American Datum 1927", "Clarke 1866"),
    "EPSG:4277": ("OSGB36", "Ordnance Survey of Great Britain 1936", "Airy 1830"),
    "EPSG:4314": ("DHDN", "Deutsches Hauptdreiecksnetz", "Bessel 1841"),
    "EPSG:4312": ("MGI", "Militar-Geographische Institut", "Bessel 1841"),
    "EPSG:4149": ("CH1903", "CH1903", "Bessel 1841"),
    "EPSG:4150": ("CH1903+", "CH1903+", "Bessel 1841"),
    "EPSG:4289": ("Amersfoort", "Amersfoort", "Bessel 1841"),
    "EPSG:4301": ("Tokyo", "Tokyo", "Bessel 1841"),
    "EPSG:4230": ("ED50", "European Datum 1950", "International 1924"),
    "EPSG:4313": ("BD72", "Reseau National Belge 1972", "International 1924"),
    "EPSG:4265": ("Monte Mario", "Monte Mario", "International 1924"),
    "EPSG:4275": ("NTF", "Nouvelle Triangulation Francaise", "Clarke 1880 (IGN)"),
    "EPSG:4284": ("Pulkovo 1942", "Pulkovo 1942", "Krassovsky 1940"),
    "EPSG:4322": ("WGS 72", "World Geodetic System 1972", "WGS72"),
    "EPSG:4283": ("GDA94", "Geocentric Datum of Australia 1994", "GRS80"),
    "EPSG:7844": ("GDA2020", "Geocentric Datum of Australia 2020", "GRS80"),
    "EPSG:4167": ("NZGD2000", "New Zealand Geodetic Datum 2000", "GRS80"),
    "EPSG:6668": ("JGD2011", "Japanese Geodetic Datum 2011", "GRS80"),
}

KNOWN: Final = {
    code: Datum(name, frame, Ellipsoid.named(ellipsoid), crs=code)
    for code, (name, frame, ellipsoid) in _TABLE.items()
}
