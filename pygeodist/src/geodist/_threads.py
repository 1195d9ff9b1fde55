"""The default number of threads."""

from __future__ import annotations

from geodist import _geodist_core
from geodist._arguments import whole_number
from geodist._signatures import explained

__all__ = ["get_num_threads", "set_num_threads"]


def get_num_threads() -> int:
    """
    Return the number of threads that functions use where `threads` is not given.

    Returns
    -------
    int
        The value of the last `set_num_threads`; before any, of the environment variable
        ``GEODIST_NUM_THREADS``, or the number of CPUs that this process may use (its affinity mask
        and its control group's quota).

    Raises
    ------
    GeodistError
        ``GEODIST_NUM_THREADS`` is no whole number from 1 to 1024.

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
    Set the number of threads that functions use where `threads` is not given.

    Parameters
    ----------
    threads : int
        From 1 to 1024, or 0 for the number that the environment says. Small work stays on the
        calling thread all the same. Results do not depend on it.

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
