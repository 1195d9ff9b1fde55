"""The manual page of the command, made from its help texts: ``geodist --man``."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import click

import geodist
from geodist.cli.errors import EXIT_CODES_HELP
from geodist.cli.sections import SECTIONS, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    # An option with its arguments, and its help text.
    Record = tuple[str, str]


def man_page(app: click.Group) -> str:
    """Write the manual page of a group of commands, in the language of man(7)."""
    context = click.Context(app, info_name="geodist")
    lines = [
        f'.TH GEODIST 1 "" "geodist {geodist.__version__}" "User Commands"',
        ".nh",  # options are not hyphenated
        *(".SH NAME", "geodist \\- measure distance on the Earth, on values and on tables"),
        *(".SH SYNOPSIS", ".B geodist", "[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]..."),
        *(".SH DESCRIPTION", *_text(app.help or "")),
        *(".SH OPTIONS", *_options([record for _, record in records(app, context)])),
        ".SH COMMANDS",
    ]
    commands = {
        name: click.Context(command, info_name=name, parent=context)
        for name in app.list_commands(context)
        if (command := app.get_command(context, name)) is not None and not command.hidden
    }
    found = {name: list(records(inner.command, inner)) for name, inner in commands.items()}
    times = Counter(option for options in found.values() for option in options)
    # In the order in which commands have them.
    shared = [option for option in times if times[option] > 1]
    for name, inner in commands.items():
        own = [option[1] for option in found[name] if option not in shared]
        lines += _command(inner, own, [option[1] for option in found[name] if option in shared])
    lines += [".SH SHARED OPTIONS", *_text("Each command lists those that it takes.")]
    for title in SECTIONS:
        rows = [record for section, record in shared if section == title]
        lines += [f'.SS "{title}"', *_options(rows)] if rows else []
    lines += [".SH EXIT STATUS", *_text(EXIT_CODES_HELP.split("\n", 2)[2], literal=True)]
    return "\n".join(lines) + "\n"


def _command(context: click.Context, own: list[Record], shared: list[Record]) -> Iterator[str]:
    """Describe a command with its own options, and name those that it shares with others."""
    command = context.command
    usage = " ".join(command.collect_usage_pieces(context))
    yield f'.SS "geodist {context.info_name} {_escape(usage)}"'
    yield from _text(command.help or "")
    yield from _options(own)
    names = [re.sub(" .*", "", syntax.split(", ")[-1]) for syntax, _ in shared]
    yield from _text(f"Shared options: {', '.join(names)}.")


def _options(rows: list[Record]) -> Iterator[str]:
    for syntax, text in rows:
        yield ".TP"
        yield f"\\fB{_escape(syntax)}\\fR"
        yield _escape(" ".join(text.split()))


def _text(text: str, *, literal: bool = False) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
        keep = literal or paragraph.startswith("\b")
        lines = paragraph.removeprefix("\b").strip("\n").splitlines()
        yield ".PP"
        if keep:
            yield from (".nf", *(_escape(line) for line in lines), ".fi")
        else:
            yield _escape(" ".join(line.strip() for line in lines))


def _escape(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    # A point or an apostrophe at the start of a line would be a request.
    return f"\\&{text}" if text[:1] in (".", "'") else text
