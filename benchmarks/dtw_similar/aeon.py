"""aeon's dtw, as between tracks that are not alike."""

from benchmarks.dtw_dissimilar.aeon import VERSION, finish, prepare

__all__ = ["VERSION", "finish", "prepare"]
