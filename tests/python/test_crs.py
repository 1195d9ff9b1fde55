"""Coordinate reference systems, however they are written, and the datums that they state."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import warnings

import pytest

import geodist as gd
from geodist._columns import datums
from geodist._columns.crs import datum_of
from geodist._columns.datums import common_datum
from geodist._columns.known_crs import KNOWN


@pytest.fixture(autouse=True)
def said_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datums, "_said", set())


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_known_crs_are_those_of_proj(code: str) -> None:
    pyproj = pytest.importorskip("pyproj")
    known, crs = KNOWN[code], pyproj.CRS(code)
    assert crs.is_geographic
    assert crs.axis_info[0].unit_name == "degree"
    assert crs.datum.name.removesuffix(" ensemble") == known.frame
    assert crs.name.startswith(known.name) or code == "EPSG:4490"
    assert crs.prime_meridian.longitude == known.meridian == 0
    assert crs.ellipsoid.semi_major_metre == pytest.approx(known.ellipsoid.a, abs=1e-6)
    assert crs.ellipsoid.semi_minor_metre == pytest.approx(known.ellipsoid.b, abs=1e-6)
    # However it is written.
    for written in (crs, crs.to_wkt(), crs.to_json(), crs.to_json_dict()):
        assert datum_of(written)[1:4] == known[1:4]
    anonymous = {key: value for key, value in crs.to_json_dict().items() if key != "id"}
    assert datum_of(anonymous)[1:4] == known[1:4]


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_known_crs_in_the_wkt_of_esri(code: str) -> None:
    pyproj = pytest.importorskip("pyproj")
    written = pyproj.CRS(code).to_wkt("WKT1_ESRI")
    for crs in (written, pyproj.CRS(written)):
        assert datum_of(crs)[1:4] == KNOWN[code][1:4]
    # A factor with fewer digits.
    assert datum_of(written.replace("0.0174532925199433", "0.01745329252")).frame


def test_units_by_their_factor() -> None:
    pyproj = pytest.importorskip("pyproj")
    written = pyproj.CRS(4326).to_wkt("WKT1_ESRI")
    for unit in ('"Grad",0.01570796326794897', '"Radian",1.0', '"Degree",0.02'):
        with pytest.raises(gd.GeodistError, match="must be in degrees"):
            datum_of(written.replace('"Degree",0.0174532925199433', unit))


def geographic_names() -> dict[str, str]:
    """Give the names of the geographic CRS of EPSG that PROJ has, by their codes."""
    database = pytest.importorskip("pyproj.database")
    found = database.query_crs_info(auth_name="EPSG", pj_types=["GEOGRAPHIC_2D_CRS"])
    return {info.code: info.name for info in found}


@pytest.mark.filterwarnings("ignore::geodist.DatumWarning")
def test_realisations_go_with_their_system() -> None:
    codes = [
        code
        for code, name in geographic_names().items()
        if re.match(r"(NAD83|ETRS89|ETRF|WGS 84)", name)
    ]
    assert len(codes) > 40
    national = [4171, 9777, 4619, 4173, 6706, 4670, 4180, 4669, 4661, 4765, 4081, 4151, 7798, 4075]
    for code in (*codes, *national):
        datum = datum_of(int(code))
        assert datum.mixes, datum.name
        common_datum(a=datum, b=KNOWN["EPSG:4269"])


def test_all_other_datums_do_not_mix() -> None:
    mixing = {name for code, name in geographic_names().items() if mixes(code)}
    start = (
        "NAD83 ETRS89 ETRF WGS RGF93 SWEREF99 IRENET95 RDN2008 IGM95 EST97 LKS94 LKS-92 Slovenia"
    )
    starts = *start.split(), "REGCAN95", "CHTRS95", "BGS2005", "KOSOVAREF01", "SREF98", "SRB", "BH_"
    assert [name for name in mixing if not name.startswith(starts)] == []
    for code in (4267, 4230, 4283, 7844, 4167, 4674, 4612, 4322, 4123, 4124):
        assert not datum_of(code).mixes


def mixes(code: str) -> bool:
    try:
        return datum_of(int(code)).mixes
    except gd.GeodistError:
        return False  # not in degrees


def test_what_a_filter_makes_an_error_stays_one() -> None:
    a, b = (gd.Points(lat=[50], lon=[0], crs=crs) for crs in (4326, 4258))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(2):
            with pytest.raises(gd.DatumWarning):
                gd.distance(a, b)
    with pytest.warns(gd.DatumWarning):
        gd.distance(a, b)


@pytest.mark.parametrize("order", [1, -1])
def test_versions_of_one_system_are_measured(order: int) -> None:
    pytest.importorskip("pyproj")
    a, b = (gd.Points(lat=[50], lon=[i], crs=(4617, 8255)[::order][i]) for i in (0, 1))
    with pytest.warns(gd.DatumWarning, match="taken as of one datum"):
        assert gd.distance(a, b)[0] == gd.distance(50, 0, 50, 1, ellipsoid=a.ellipsoid)


def test_names_of_parquet_and_text_of_projjson() -> None:
    pyproj = pytest.importorskip("pyproj")
    assert datum_of("srid:4267").ellipsoid.name == "Clarke 1866"
    assert datum_of("srid:0").crs is None
    text = json.dumps(pyproj.CRS(4267).to_json_dict())
    assert datum_of(text) == datum_of("EPSG:4267")
    with pytest.raises(gd.GeodistError, match="projected"):
        datum_of("srid:3857")
    with pytest.raises(gd.GeodistError, match="not known to pyproj"):
        datum_of("{no JSON")


def test_other_crs() -> None:
    pyproj = pytest.importorskip("pyproj")
    stockholm = datum_of(4814)
    assert stockholm.meridian == pytest.approx(18.0582777778)
    assert stockholm.crs == "EPSG:4814"
    with pytest.raises(gd.GeodistError, match="in grads"):
        datum_of(4807)
    with pytest.raises(gd.GeodistError, match="Geocentric"):
        datum_of(4978)
    assert datum_of(4001).frame is None
    # With heights of another kind, and with a transformation.
    assert datum_of("EPSG:4326+5773").frame == "World Geodetic System 1984"
    assert datum_of("+proj=longlat +ellps=bessel +towgs84=1,2,3").ellipsoid.name == "Bessel 1841"
    written = json.loads(datum_of(pyproj.CRS("+proj=longlat +R=1737400")).crs or "")
    assert written["type"] == "GeographicCRS"
    for a, b in ((4814, 4308), (4326, "+proj=longlat +ellps=WGS84 +pm=paris")):
        with pytest.raises(gd.GeodistError, match="cannot be combined"):
            gd.cdist(*(gd.Points(lat=[1], lon=[2], crs=crs) for crs in (a, b)))


def test_known_crs_need_no_pyproj() -> None:
    code = (
        "import sys; sys.modules['pyproj'] = None\n"
        "import geodist as gd\n"
        "print(gd.Points(lat=[1], lon=[2], crs=4267).ellipsoid.name)\n"
        "try: gd.Points(lat=[1], lon=[2], crs=4814)\n"
        "except gd.GeodistError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, second = done.stdout.splitlines()
    assert first == "Clarke 1866"
    assert "install the package 'pyproj'" in second


def custom(axis: int) -> str:
    return (
        f'GEOGCS["C",DATUM["D_Custom",SPHEROID["s",{axis},0]],PRIMEM["Greenwich",0],'
        'UNIT["degree",0.0174532925199433]]'
    )


def test_one_name_on_two_ellipsoids_is_two_datums() -> None:
    pytest.importorskip("pyproj")
    small, large = (gd.Points(lat=[50], lon=[0], crs=custom(axis)) for axis in (6300000, 6370000))
    for a, b in ((small, large), (large, small)):
        assert a != b
        for call in (gd.distance, gd.cdist, lambda a, b: gd.Points.concat([a, b])):
            with pytest.raises(gd.GeodistError, match="cannot be combined"):
                call(a, b)
    with pytest.raises(gd.GeodistError, match=r"on C \(.*6370000.*\), not on C \(.*6300000"):
        gd.Points(large, crs=custom(6300000))
    assert gd.Points(lat=[50], lon=[0], crs=custom(6300000)) == small
    gd.cdist(small, small[:])


@pytest.mark.parametrize("axes", ["wnu", "esu", "wsu", "swu"])
def test_axes_to_the_south_or_west_are_refused(axes: str) -> None:
    pyproj = pytest.importorskip("pyproj")
    crs = pyproj.CRS(f"+proj=longlat +datum=WGS84 +axis={axes}")
    # pyproj turns the coordinates over, which geodist does not.
    there = pyproj.Transformer.from_crs(crs, 4326, always_xy=True).transform(5, 48)
    assert min(there) < 0
    for written in (crs, crs.to_wkt(), crs.to_json(), crs.to_json_dict()):
        with pytest.raises(gd.GeodistError, match=r"has an axis to the (south|west)"):
            datum_of(written)


def test_planets_whose_longitudes_grow_to_the_west_are_refused() -> None:
    pyproj = pytest.importorskip("pyproj")
    with pytest.raises(gd.GeodistError, match="has an axis to the west"):
        datum_of(pyproj.CRS("IAU_2015:49901"))
    assert datum_of(pyproj.CRS("IAU_2015:49900")).ellipsoid.a == 3396190
