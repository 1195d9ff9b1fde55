"""The manual page of the command, made from its help texts: ``geodist --man``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

import geodist
from geodist.cli.errors import EXIT_CODES_HELP

if TYPE_CHECKING:
    from collections.abc import Iterator


def man_page(app: click.Group) -> str:
    """Write the manual page of a group of commands, in the language of man(7)."""
    context = click.Context(app, info_name="geodist")
    lines = [
        f'.TH GEODIST 1 "" "geodist {geodist.__version__}" "User Commands"',
        *(".SH NAME", "geodist \\- measure distance on the Earth, on values and on tables"),
        *(".SH SYNOPSIS", ".B geodist", "[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]..."),
        *(".SH DESCRIPTION", *_text(app.help or "")),
        *(".SH OPTIONS", *_options(app, context)),
        ".SH COMMANDS",
    ]
    for name in app.list_commands(context):
        command = app.get_command(context, name)
        if command is not None and not command.hidden:
            lines += _command(command, name, context)
    lines += [".SH EXIT STATUS", *_text(EXIT_CODES_HELP.split("\n", 2)[2], literal=True)]
    return "\n".join(lines) + "\n"


def _command(command: click.Command, name: str, parent: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f'.SS "geodist {name} {_escape(usage)}"'
    yield from _text(command.help or "")
    yield from _options(command, context)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and record[1]:
            yield ".TP"
            yield f"\\fB{_escape(record[0])}\\fR"
            yield _escape(" ".join(record[1].split()))


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
