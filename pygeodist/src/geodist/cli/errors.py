"""What can go wrong on the command line, and the exit code of each."""

from __future__ import annotations

from typing import IO, Any

import click

from geodist.cli.extras import install_hint

EXIT_TABLE = 3
EXIT_ROW = 4
EXIT_FILE = 5
EXIT_MEMORY = 6
EXIT_BUG = 70
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141

EXIT_CODES_HELP = """\b
Exit codes:
  0    all rows were measured and written
  1    an optional package is not installed; the error names the extra
  2    the command line is wrong: an option, a value, an ellipsoid
  3    the table is wrong: no header, a column is missing, ambiguous or taken
  4    a row is wrong: a bad number, an empty cell, a value out of range
  5    a file cannot be read or written
  6    there is not enough memory
  70   this is a bug in geodist; please report it
  130  interrupted (Ctrl-C)
  141  standard output was closed before the end
"""


class CommandError(click.ClickException):
    """An error that ends the command with a message of one line and a documented exit code."""

    def format_message(self) -> str:
        """Return the message."""
        return printable(self.message)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message on standard error."""
        click.echo(f"geodist: error: {self.format_message()}", file=file, err=file is None)


class TableError(CommandError):
    """The table as a whole cannot be used: its header or its encoding."""

    exit_code = EXIT_TABLE


class RowError(CommandError):
    """One row of a table cannot be used."""

    exit_code = EXIT_ROW


class InvalidRowError(RowError):
    """One row cannot be used, but the command could go on without it.

    Parameters
    ----------
    reason
        Why.
    kept_by
        The option that keeps such rows in a file.
    nullable
        Whether the row could be written with empty cells.
    """

    def __init__(self, reason: str, kept_by: str = "--rejects", *, nullable: bool = True) -> None:
        null = ", --invalid=null gives them empty cells" if nullable else ""
        super().__init__(
            f"{reason}\n  to continue: --invalid=skip leaves such rows out{null}; "
            f"{kept_by} FILE keeps them"
        )


class MissingExtraError(CommandError):
    """A library is not installed that an extra of geodist brings."""

    exit_code = 1

    def __init__(self, extra: str, package: str, who: str) -> None:
        super().__init__(f"{who} the package {package!r}; {install_hint(extra)}")


class FileError(CommandError):
    """A file cannot be read or written."""

    exit_code = EXIT_FILE

    @classmethod
    def of(cls, action: str, name: str, error: OSError | ValueError) -> FileError:
        """Make the error for ``action`` ("read", "write") on the file ``name``."""
        return cls(f"cannot {action} {name}: {getattr(error, 'strerror', None) or error}")


def printable(text: str) -> str:
    r"""Show characters that a terminal may take for orders as escapes.

    >>> print(printable("a\x1b[31m.csv"))
    a\x1b[31m.csv
    """
    return "".join(x if x.isprintable() or x == "\n" else ascii(x)[1:-1] for x in text)


def say(text: str) -> None:
    """Say something on standard error, unless the command is to be quiet."""
    context = click.get_current_context(silent=True)
    if context is None or not context.params.get("quiet"):
        click.echo(f"geodist: {printable(text)}", err=True)


def counted(number: int, noun: str) -> str:
    """Say how many, as in "1 row" and "2 rows"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
