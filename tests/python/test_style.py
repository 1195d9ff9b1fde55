"""The pages, docstrings and messages are plain English: idiom that puzzles readers stays out."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import geodist

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pygeodist" / "src" / "geodist"
# Folders with pages, besides those of the root.
ROOMS = ("docs", "examples", "findings", "geodist-core", "pygeodist", "tests", "benchmarks")

# What to look for, and what to write instead.
IDIOM = {
    r"\basked (for|of)\b": "requested, needed, queried",
    r"\bbe it\b": "even, whether",
    r"(?<!\bthere )\b(is|are|was|were) no (?!(longer|more|less)\b)\w+": "is not a",
    r"(?<!\bthere )\b(is|are) none\b": "is not one, has no",
    r"\bparted\b|\bparts (a|an|the|one|two|it|them|fields)\b": "separate, split",
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\bstands? (in|at|on|where|there|beside|behind|before|after)\b": "is, comes",
    r", as (by|of|with) ": "for example with, such as",
    r", as \W?\"": "such as",
    r"\b(goes|go) together\b|\bgoes with\b": "can be combined",
    r"\bof equal (distances|totals)\b": "ties",
    r"\b(be|is|are) there (once|twice)\b": "is not unique, there is a row for each",
    r"\b(that|which) (is|are) there\b": "existing",
    r"\bone behind the other\b": "one after the other",
    r"\b(says?|knows?|needs?) not\b": "does not",
    r"\b(hand|hands|handed) over\b": "pass",
    r"\bhardly\b|\bseldom\b": "rarely, almost no",
    r"\bjoined to nothing\b": "matches nothing",
    r"\bsays? else\b|\bwhat else\b": "another, anything that",
    r"\ball the same\b": "still, always",
    r"\b(is|are|was|were) told\b(?! to)": "says, prints",
    r"\bbut for\b": "except for",
    r"\bsome \d": "about",
    r"\ball else\b": "everything else",
    r"\b(has|have) (a|an)? ?\w+ of (its|their) own\b": "has its own",
    r"\bas (any|all) others?\b": "like any other",
    r"(?<!such )\bas those of\b|\b(work|works|broadcast) as \w+'s\b": "like those of",
    r"\bwhere it is possible\b|\bwhere that is possible\b": "if possible",
    r"\bmust stand\b": "must be",
    r"\bin place of them\b": "instead of them",
    r"\bby default its ending\b": "default: from the file name",
    r"\bcompressed besides\b": "optionally compressed",
    r"\bkept nowhere\b": "is an error",
    r"\b(there|these) (is|are) something\b|\bsay the same\b": "an unexpected character, cannot be combined",
    r"\bhow far at most\b": "maximum distance",
    r"\bput (behind|before)\b": "appended to, prefix of",
    r"\bto go on:": "to continue",
    r"\bexpressions? of Polars\b": "a Polars expression",
    r"\bThat of (LEFT|RIGHT)\b": "name it: Delimiter of RIGHT",
    r"(^|[.:] )As (geodist|--\w+)": "Like",
    r"\banother thing of\b": "differs",
    r"\bdoes that cannot\b": "what to do with",
    r"\bno column is read\b": "no column selected",
    r"\b(is|are) nothing for\b": "refusing to, not for",
    r"\bguessed at\b": "is rejected, never guesses",
    r"\b(is|are) at the (column|row)s?\b": "uses the columns",
    r"\bin a heap of\b|\bmatters little\b": "say what is slow, and what changes",
    r"\bwhat the (first|second) one's\b": "name it",
    r", as \w+\[": "such as",
}


def faults(text: str) -> list[str]:
    """List the idiom in a text, each with what stands around it."""
    text = " ".join(text.split())
    return [
        f"{text[max(0, found.start() - 40) : found.end() + 40]!r}: rather {rather!r}"
        for pattern, rather in IDIOM.items()
        for found in re.finditer(pattern, text, re.IGNORECASE)
    ]


def prose(page: Path) -> str:
    """Give a page without its blocks of code."""
    text = page.read_text(encoding="utf-8")
    return re.sub(
        r"^```(python|console|cpp|sh)\n.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL
    )


def sources(folder: Path, pattern: str) -> list[str]:
    """Name the files of a folder, without those that are generated."""
    return [
        str(path.relative_to(ROOT))
        for path in sorted(folder.rglob(pattern))
        if not {"generated", "gallery"} & set(path.parts)
    ]


def pages() -> list[str]:
    """Name all pages: those of the root, and those of the folders."""
    root = [path.name for path in sorted(ROOT.glob("*.md"))]
    return root + [page for room in ROOMS for page in sources(ROOT / room, "*.md")]


def strings(path: Path) -> list[str]:
    """List the docstrings and messages of a file."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def compiled() -> Iterator[tuple[str, str]]:
    """Give the docstrings of public names that no file of Python has."""
    known = {inspect.cleandoc(text) for path in PACKAGE.rglob("*.py") for text in strings(path)}
    for name in geodist.__all__:
        value = getattr(geodist, name)
        members = inspect.getmembers(value) if inspect.isclass(value) else []
        for member, documented in [("", value), *members]:
            doc = inspect.cleandoc(documented.__doc__ or "")
            if not member.startswith("_") and doc and doc not in known:
                yield f"{name}.{member}".rstrip("."), doc


def test_no_page_is_forgotten() -> None:
    found = set(pages())
    assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"} <= found
    assert {"docs/how-to/pandas.md", "docs/command-line.md", "examples/README.md"} <= found


@pytest.mark.parametrize("page", pages())
def test_pages(page: str) -> None:
    assert faults(prose(ROOT / page)) == []


@pytest.mark.parametrize("plot", sources(ROOT / "docs" / "plots", "*.py"))
def test_plots(plot: str) -> None:
    assert faults((ROOT / plot).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("module", sources(PACKAGE, "*.py"))
def test_docstrings_and_messages(module: str) -> None:
    assert [fault for text in strings(ROOT / module) for fault in faults(text)] == []


def test_docstrings_of_compiled_names() -> None:
    documented = dict(compiled())
    assert {"distance", "Point3D.chord", "BoundingBox.contains"} <= documented.keys()
    assert {name: faults(doc) for name, doc in documented.items() if faults(doc)} == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "A point with a NaN is kept; asked for, it finds nothing.",
        "A column with any cell that is no number, be it in a row that is left out.",
        "`--to 46.95,7.45` parts two numbers by its comma.",
        "Rejects that were mended are a table again.",
        "A file that is there is replaced.",
        "convert them first, as with to_crs('EPSG:4326')",
        "Points of two datums do not\n    go together.",
        "Of equal distances the lowest row comes first.",
        "The points stand in the order of a Hilbert curve.",
        "What was chosen is told.",
        "Files stay below some 400 lines.",
        "Each result has memory of its own.",
        "Python functions that broadcast as NumPy's.",
        "Format of the input; by default its ending tells.",
        "A row of RIGHT ends the command, or it would be kept nowhere.",
        "How far at most, in the unit of --units.",
        "A bare array of pairs is never guessed at.",
        "Areas and lines are at the columns `lat` and `lon` beside them.",
        "Use it unless RIGHT says another thing of its delimiter, or another thing of decimals.",
        "What a row does that cannot be used: end the command, or be left out.",
        "That of RIGHT, where it differs.",
        "As geodist nearest, with every neighbour.",
        "a Parquet table is nothing for a terminal",
        "no column is read: numbers are values",
        "got an expression of Polars, which this function does not take; give a column, as frame['a']",
        "In a heap of coincident points each meets all others; it matters little which remains.",
        "They need what the second one's `apt-get` brings on Debian 12.",
    ],
)
def test_the_test_finds_it(sentence: str) -> None:
    assert faults(sentence)
    assert not faults("A file is replaced; there is no neighbour, such as one within 5 km.")
