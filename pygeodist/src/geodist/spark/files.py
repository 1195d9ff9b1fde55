"""Files of a right table that every worker maps: its columns and its index."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

import numpy as np

from geodist._errors import IndexFileError
from geodist._search.index import PointIndex
from geodist._search.shape_index import ShapeIndex
from geodist._search.spread_tables import RightTable

if TYPE_CHECKING:
    from geodist._search.spread_tables import TableJoin
    from geodist._typing import IntArray

_BLOCK = 2**20


class RightFiles(NamedTuple):
    """Where a right table is, and what it is known by.

    Parameters
    ----------
    table_name, index_name
        The names of the files.
    kind
        The class of the index.
    table_digest, index_digest
        Their digests.
    """

    table_name: str
    index_name: str
    kind: str
    table_digest: str
    index_digest: str

    @classmethod
    def send(
        cls, context: Any, join: TableJoin, table: Any, left: Any, numbers: IntArray | None
    ) -> RightFiles:
        """Write files of a right table, and let Spark carry them to every worker."""
        import pyarrow as pa

        folder = Path(tempfile.mkdtemp(prefix="geodist-"))
        # Workers that start later fetch them from here, as long as there is the session; at the latest
        # when this process ends.
        weakref.finalize(context, shutil.rmtree, folder, ignore_errors=True)
        name = uuid4().hex
        paths = folder / f"{name}.arrow", folder / f"{name}.gdx"
        index = RightTable(join, table, numbers).prepare(left)
        index.save(paths[1])
        if numbers is not None:
            table = table.append_column(_NUMBERS, pa.array(numbers))
        with pa.ipc.new_file(paths[0], table.schema) as writer:
            writer.write_table(table)
        for path in paths:
            context.addFile(str(path))
        digests = (_digest(path) for path in paths)
        return cls(paths[0].name, paths[1].name, type(index).__name__, *digests)

    def open(self, join: TableJoin) -> RightTable:
        """Map the files on a worker; refuse any but those that were sent."""
        import pyarrow as pa

        table_path = _checked(self.table_name, self.table_digest)
        index_path = _checked(self.index_name, self.index_digest)
        table = pa.ipc.open_file(pa.memory_map(str(table_path))).read_all()
        numbers = None
        if table.num_columns and table.column_names[-1] == _NUMBERS:
            numbers = np.asarray(table.column(_NUMBERS))
            table = table.drop_columns([_NUMBERS])
        kind: Any = {"PointIndex": PointIndex, "ShapeIndex": ShapeIndex}[self.kind]
        return RightTable(join, table, numbers, kind.load(index_path, verify=False))


_NUMBERS = "_geodist_row"


def _checked(name: str, digest: str) -> Path:
    from pyspark import SparkFiles

    path = Path(SparkFiles.get(name))
    try:
        found = _digest(path)
    except OSError as error:
        raise IndexFileError(
            f"the file {path} of the right table cannot be read on this worker ({error.strerror}); "
            "call the join again"
        ) from None
    if found != digest:
        raise IndexFileError(
            f"the file {path} of the right table has changed on this worker since the join was made; "
            "call the join again"
        )
    return path


def _digest(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
