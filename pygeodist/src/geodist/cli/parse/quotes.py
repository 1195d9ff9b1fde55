"""Cells and names of a table, as messages show them."""

from __future__ import annotations

# Longer ones tell no more.
_LONGEST = 100


def quote(text: str) -> str:
    r"""Show a text in quotes, with visible characters only, and not much of it.

    >>> print(quote("33°56'46\"South"), quote("\\N"), quote("a\tb\x1b[0m"))
    '33°56'46"South' '\N' 'a␉b␛[0m'
    >>> len(quote("x" * 1000))
    105
    """
    shown = text[:_LONGEST]
    if not shown.isprintable():
        shown = "".join(map(_visible, shown))
    return f"'{shown}'" if len(text) <= _LONGEST else f"'{shown}...'"


def show(value: object) -> str:
    """Show a cell of any type, texts in quotes.

    >>> print(show(91.0), show("x"), show([1]))
    91.0 'x' [1]
    """
    if isinstance(value, str):
        return quote(value)
    return quote(repr(value))[1:-1]


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    # Line separators, marks that turn the direction of writing, lone surrogates
    return character if character.isprintable() else f"<U+{code:04X}>"
