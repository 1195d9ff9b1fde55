"""How this copy of geodist was built, and how many threads it uses."""

from __future__ import annotations

import platform
import sys
from typing import Any, Literal, overload

from geodist import _geodist_core
from geodist._arguments import explained, whole_number

__all__ = ["get_num_threads", "set_num_threads", "show_config"]


def _collect() -> dict[str, Any]:
    """Gather the facts of the compiled part and of the running interpreter."""
    core = _geodist_core.config()
    return {
        "geodist": {"version": core["version"], "build type": core["build_type"]},
        "Compilers": {"c++": core["compiler"]},
        "Machine Information": {"host": core["host"], "build": core["build"]},
        "Build Dependencies": {
            "numpy": {"version": core["numpy"]},
            "pybind11": {"version": core["pybind11"]},
        },
        "Python Information": {"path": sys.executable, "version": platform.python_version()},
        "SIMD": core["simd"],
    }


@overload
def show_config(mode: Literal["stdout"] = "stdout") -> None: ...
@overload
def show_config(mode: Literal["dicts"]) -> dict[str, Any]: ...
def show_config(mode: Literal["stdout", "dicts"] = "stdout") -> dict[str, Any] | None:
    """
    Show how geodist was built, and the instruction set it uses on this machine.

    Parameters
    ----------
    mode : {"stdout", "dicts"}, default "stdout"
        Whether to print the facts as JSON, or to return them as nested dicts.

    Returns
    -------
    dict or None
        With ``mode="dicts"``: versions, compiler and flags, machines, build dependencies, and
        under ``"SIMD"`` the instruction sets ``"compiled"`` into the library, those
        ``"available"`` on this processor, and the ``"active"`` one.

    Raises
    ------
    ValueError
        For any other `mode`.

    See Also
    --------
    numpy.show_config : The same for NumPy.

    Examples
    --------
    >>> import geodist as gd
    >>> simd = gd.show_config(mode="dicts")["SIMD"]
    >>> simd["active"] in simd["compiled"]
    True
    """
    if mode not in ("stdout", "dicts"):
        raise ValueError(f'mode must be "stdout" or "dicts", not {mode!r}')
    facts = _collect()
    if mode == "dicts":
        return facts
    import json

    print(json.dumps(facts, indent=2))
    return None


def get_num_threads() -> int:
    """
    Return the number of threads that functions use if `threads` is not given.

    Returns
    -------
    int
        The value of the last `set_num_threads`; else that of the environment variable
        ``GEODIST_NUM_THREADS``, else the number of CPUs that this process may use (its affinity
        mask and its control group's quota).

    Raises
    ------
    GeodistError
        ``GEODIST_NUM_THREADS`` is not a whole number from 1 to 1024.

    See Also
    --------
    set_num_threads : Change it.

    Examples
    --------
    >>> import geodist as gd
    >>> gd.get_num_threads() >= 1
    True
    """
    return _geodist_core.num_threads()


@explained
def set_num_threads(threads: int) -> None:
    """
    Set the number of threads that functions use if `threads` is not given.

    Parameters
    ----------
    threads : int
        From 1 to 1024, or 0 for the default. Small work always stays on the calling thread. The
        results do not depend on it.

    Raises
    ------
    GeodistError
        `threads` is out of range.

    See Also
    --------
    get_num_threads : The number in use.

    Examples
    --------
    >>> import geodist as gd
    >>> gd.set_num_threads(1)
    >>> gd.get_num_threads()
    1
    >>> gd.set_num_threads(0)
    """
    _geodist_core.set_num_threads(whole_number(threads, "threads"))
