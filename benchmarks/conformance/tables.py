"""The tables in Markdown: the counts of all peers, and every public report."""

from __future__ import annotations

import re
from typing import Any

from benchmarks.conformance import scores
from benchmarks.conformance.asking import ENDS, Answer
from benchmarks.conformance.cases import Case, load
from benchmarks.table import grid
from benchmarks.truth import in_words


def document(results: dict[str, Any]) -> str:
    text = [about(results), "", *summary(results)]
    for group in scores.GROUPS:
        text += ["", f"### {group.capitalize()}", "", *of_group(results, group)]
    text += ["", "### Public reports", "", *public(results)]
    return "\n".join(text) + "\n"


def about(results: dict[str, Any]) -> str:
    absent = [f"{name} ({why})" for name, why in results["absent"].items()]
    missing = f" Not measured: {'; '.join(absent)}." if absent else ""
    return (
        f"{results['date']}; Python {results['python']}, {results['system']}; "
        f"{results['cases']} cases.{missing}"
    )


def summary(results: dict[str, Any]) -> list[str]:
    """Wrong by more than a metre, refusals beside it."""
    header = ["library", "measures on", *scores.GROUPS]
    rows = []
    for peer in results["peers"]:
        counts = [peer["counts"].get(group) for group in scores.GROUPS]
        rows.append([peer["version"], peer["method"], *map(wrong, counts)])
    return grid(header, rows)


def wrong(count: dict[str, Any] | None) -> str:
    if count is None:
        return "not offered"
    refused = f", {count['refused']} refused" if count["refused"] else ""
    return f"{count['over'][1]} of {count['cases']}{refused}"


def of_group(results: dict[str, Any], group: str) -> list[str]:
    small = ["> 1 m²", "> 0.0001 %"] if group == "area" else ["> 1 mm", "> 1 m"]
    header = ["library", "cases", "refused", *small, "> 1 %", "worst", "where"]
    rows = []
    for peer in results["peers"]:
        count = peer["counts"].get(group)
        if count is not None:
            numbers = [count["cases"], count["refused"], *count["over"]]
            worst = size(count["worst"], is_area=group == "area")
            rows.append([peer["version"], *map(str, numbers), worst, f"`{count['where']}`"])
    return grid(header, rows)


def public(results: dict[str, Any]) -> list[str]:
    """What each peer does with the cases that people reported."""
    peers = results["peers"]
    header = ["report", "what", "case", "truth", *(short(peer["version"]) for peer in peers)]
    rows = []
    for case in load():
        found = [peer["public"].get(case.id) for peer in peers]
        if any(error is not None for error in found):
            truth = size(case.value, 10, is_area=case.call == "area")
            about = [link(case), what(case), f"`{case.id}`", truth]
            rows.append([*about, *(verdict(case, error) for error in found)])
    return grid(header, rows)


def link(case: Case) -> str:
    """The report, by its number where it has one."""
    address = case.source.split()[0]
    project = re.match(r"https://github\.com/[^/]+/([^/]+)/(?:issues|pull)/(\d+)", address)
    file = re.match(r"https://github\.com/[^/]+/([^/]+)/blob/.*/([^/]+)$", address)
    ticket = re.match(r"https://(?:trac|svn)\.([a-z]+)\.org/.*/ticket/(\d+)", address)
    if project:
        name = f"{project[1]} #{project[2]}"
    elif file:
        name = f"{file[1]} {file[2]}"
    elif ticket:
        name = f"{'PostGIS' if ticket[1] == 'osgeo' else 'Boost'} #{ticket[2]}"
    else:
        name = re.sub(r"^https?://(www\.)?([^/]+).*", r"\2", address)
    return f"[{name}]({address})"


def what(case: Case) -> str:
    operation = case.operation.replace("_distance", "").replace("_", " to ", 1)
    return case.note.replace("|", "/") or operation.replace("line to length", "length")


def short(version: str) -> str:
    return re.sub(r" [\d.]+\w*", "", version)


def verdict(case: Case, error: Answer | None) -> str:
    if error is None:
        return ""
    if isinstance(error, str):
        return error if error == ENDS else "refuses"
    right = not scores.levels(case, error)[0]
    return "right" if right else size(error, is_area=case.call == "area")


def size(amount: float | None, digits: int = 2, *, is_area: bool) -> str:
    """A length or an area with so many digits, in the unit that fits."""
    if amount is None:
        return ""
    if not is_area:
        return in_words(amount) if digits == 2 else f"{amount:.{digits}g} m"
    large = amount >= 1e6
    scaled = float(f"{amount / (1e6 if large else 1):.{digits}g}")
    return f"{scaled:,.10g} {'km²' if large else 'm²'}"
