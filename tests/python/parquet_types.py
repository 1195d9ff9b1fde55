"""Files with a column of Parquet's own types of geometries."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

if TYPE_CHECKING:
    from pathlib import Path

_ALGORITHMS = ["spherical", "vincenty", "thomas", "andoyer", "karney"]


class _WellKnownBinary(pa.ExtensionType):  # type: ignore[misc]
    """What PyArrow writes as GEOMETRY, or as GEOGRAPHY where its label has edges."""

    def __init__(self, about: dict[str, Any]) -> None:
        self._about = about
        super().__init__(pa.binary(), "geoarrow.wkb")

    def __arrow_ext_serialize__(self) -> bytes:
        return json.dumps(self._about).encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage: Any, text: bytes) -> _WellKnownBinary:
        return cls(json.loads(text))


def native(
    path: Path,
    *cells: Any,
    crs: Any = None,
    edges: str | None = None,
    metadata: dict[bytes, bytes] | None = None,
    label: bool = False,
) -> Path:
    """Write a column of GEOMETRY, or of GEOGRAPHY where there are edges; also its label in Arrow."""
    about = {} if crs is None else {"crs": crs}
    if edges is not None:
        about["edges"] = "spherical"
    wkb = pa.array([None if s is None else shapely.to_wkb(s) for s in cells], pa.binary())
    column = pa.ExtensionArray.from_storage(_WellKnownBinary(about), wkb)
    table = pa.table({"g": column})
    with pq.ParquetWriter(path, table.schema, store_schema=label) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(metadata or {})
    if edges not in (None, "spherical"):
        # PyArrow writes no other algorithm: here it is, field 2 of the type of number 18.
        data, number = path.read_bytes(), bytes([2 * _ALGORITHMS.index(edges)])
        named = "" if crs is None else str(crs)
        plain = named.encode() + b"\x00" if named else b"\x0c\x24\x00"
        new = plain[:-1] + (b"\x15" if named else b"\x25") + number + b"\x00"
        assert data.count(plain) == 1
        (size,) = struct.unpack("<I", data[-8:-4])
        path.write_bytes(data[:-8].replace(plain, new) + struct.pack("<I", size + 2) + data[-4:])
    kind = pq.ParquetFile(path).schema.column(0).logical_type.to_json()
    assert edges is None or edges == "spherical" or edges in kind.lower(), kind
    return path
