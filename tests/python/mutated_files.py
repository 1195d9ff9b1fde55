"""Files with random faults, through the table layer of the command line: a fuzzer.

``python tests/python/mutated_files.py --count 1000000`` reads and writes as many files, in child
processes, and prints what became of them. A file may be a table or an error in words; what rows come
in go out or are rejected, and what is written is valid. The files are made anew from their numbers.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import io
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import click

from geodist import distance
from geodist.cli.io.formats import find_format
from geodist.cli.io.tables import open_rejects, open_sink, open_table
from geodist.cli.operation import Operation, Settings
from geodist.cli.pipeline import Pipeline
from geodist.cli.roles import PAIR, Kind, Output
from geodist.cli.run import choose

# What is put between bytes, besides random ones.
TOKENS = {
    "csv": (
        b",",
        b'"',
        b'""',
        b"\n",
        b"\r\n",
        b"\r",
        b"\0",
        b"\xff",
        b" ",
        b"N",
        b"1e9",
        b"\xef\xbb\xbf",
    ),
    "json": (
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"\\",
        b",",
        b":",
        b"null",
        b"\n",
        b"\\ud800",
        b"\x1e",
        b"1e999",
    ),
    "binary": (b"\0", b"\xff", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x80", b"\x01"),
}
FORMATS = {
    "csv": "csv",
    "tsv": "csv",
    "json": "json",
    "jsonl": "json",
    "geojson": "json",
    "geojsonl": "json",
    "parquet": "binary",
    "arrow": "binary",
    "arrows": "binary",
    "gpkg": "binary",
    "fgb": "binary",
    "shp.zip": "binary",
    "kml": "csv",
    "gpx": "csv",
    "xlsx": "binary",
}
# How many files of each format there are for one of the slowest.
SHARES = {kind: 40 if tokens != "binary" else 10 for kind, tokens in FORMATS.items()}
SHARES |= dict.fromkeys(("gpkg", "fgb", "shp.zip", "kml", "gpx", "xlsx"), 1)
SECONDS = 30
GPX = (
    '<?xml version="1.0"?><gpx version="1.1" creator="x" '
    'xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="20" lon="10"><ele>3</ele><name>w</name></wpt>'
    '<wpt lat="21" lon="11"><name>v</name></wpt></gpx>'
)


class Outcome(NamedTuple):
    """What became of a file: a table, an error in words, or a fault of geodist."""

    kind: str
    text: str = ""


def seeds(folder: Path) -> dict[str, list[bytes]]:
    """Write small tables in all formats."""
    rows = 'id,name,lat,lon\n7,a,1.5,2\n007,"b, c",40d30\'N,-3e1\n,"d\n""e",,4\n9,\u00e9,95,x\n'
    (folder / "seed.csv").write_text(rows, encoding="utf-8")
    (folder / "seed.gpx").write_text(GPX, encoding="utf-8")
    found: dict[str, list[bytes]] = {}
    for kind in FORMATS:
        path = folder / f"seed.{kind}"
        if not path.exists():
            with contextlib.suppress(click.ClickException):
                process(folder / "seed.csv", path)
        if path.exists():
            found[kind] = [path.read_bytes()]
    feature = '{"type":"Feature","id":1,"properties":{"a":[null,1]},"geometry":'
    shapes = (
        '{"type":"Point","coordinates":[1,2,3]}',
        '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}',
        "null",
    )
    features = [feature + shape + "}" for shape in shapes]
    found["geojson"] += [
        b'{"type":"FeatureCollection","features":[' + ",".join(features).encode() + b'],"x":1}',
        features[0].encode(),
        shapes[1].encode(),
    ]
    found["geojsonl"].append(b"".join(b"\x1e" + text.encode() + b"\n" for text in features))
    return found


def mutated(rng: random.Random, data: bytes, tokens: tuple[bytes, ...]) -> bytes:
    """Make some faults."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at, kind = rng.randrange(len(made) + 1), rng.randrange(6)
        size = min(rng.choice((1, 1, 2, 4, 8, 64)), len(made) - at)
        if kind == 0 and size:
            made[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            made[at:at] = rng.choice(tokens)
        elif kind == 2:
            del made[at : at + size]
        elif kind == 3:
            made[at:at] = made[at : at + size]
        elif kind == 4 and size:
            made[at : at + size] = rng.randbytes(size)
        elif kind == 5 and rng.random() < 0.2:
            del made[at:]
    return bytes(made)


def process(path: Path, target: Path, rejects: Path | None = None) -> tuple[int, int, int]:
    """Measure a table as the command line does; return its rows read, written and left out."""
    form, written = find_format(str(path)), find_format(str(target))
    assert form is not None
    assert written is not None
    operation = Operation(PAIR, (Output("distance", Kind.LENGTH),), lambda *x: (distance(*x),))
    prefix = "" if path.name == "seed.csv" else "new_"
    settings = Settings(prefix=prefix, invalid="null" if rejects is None else "skip")
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(open_table(str(path), form, quiet=True))
        choice = choose(source, PAIR, {"lat2": "0", "lon2": "0"})
        sink = stack.enter_context(open_sink(str(target), written))
        other = None
        if rejects is not None:
            other = stack.enter_context(open_rejects(str(rejects), source))
        counts = Pipeline(source, operation, choice, settings, sink, written, other).run()
    return counts.read, counts.written, counts.left_out


def rows_of(path: Path) -> int | None:
    """Count the rows of a table of text by Python's own readers; None for other formats."""
    data = path.read_bytes()
    if path.suffix in (".csv", ".tsv"):
        if b'"' in data or b"\r" in data or b"\0" in data:
            return None
        return sum(1 for line in data.split(b"\n") if line) - 1
    if path.suffix in (".jsonl", ".geojsonl"):
        mark = b"\x1e" if data.startswith(b"\x1e") else b"\n"
        lines = [line for line in data.split(mark) if line.strip()]
        return len([json.loads(line) for line in lines])
    if path.suffix in (".json", ".geojson"):
        read = json.loads(data)
        return len(read["features"] if isinstance(read, dict) else read)
    return None


def try_file(folder: Path, kind: str, data: bytes, rng: random.Random) -> Outcome:
    """Measure one file into its own format, or another one."""
    path = folder / f"in.{kind}"
    path.write_bytes(data)
    own = kind if kind != "gpx" else "csv"
    ending = rng.choice((own, own, "csv", "jsonl", "geojson"))
    out, bad = folder / f"out.{ending}", folder / f"bad.{kind}"
    rejects = bad if rng.random() < 0.5 and kind not in ("gpx",) else None
    for file in (out, bad):
        file.unlink(missing_ok=True)
    try:
        read, written, left = process(path, out, rejects)
    except click.ClickException as error:
        words = error.format_message()
        if out.exists() or bad.exists():
            return Outcome("left", words)
        return (
            Outcome("refused") if words.isprintable() or "\n" in words else Outcome("words", words)
        )
    except MemoryError:
        return Outcome("memory")
    except _SlowError:
        return Outcome("slow")
    except Exception as error:
        return Outcome("traceback", f"{type(error).__name__}: {error}"[:300])
    if read != written + left:
        return Outcome("lost", f"{read} rows read, {written} written, {left} left out")
    for file, count in ((out, written), (bad, left)):
        try:
            found = rows_of(file) if file.exists() else None
        except ValueError as error:
            return Outcome("invalid", f"{file.name}: {error}")
        if found not in (None, count):
            return Outcome("lost", f"{found} rows in {file.name}, not {count}")
    return Outcome("read")


class _SlowError(Exception):
    pass


def _too_slow(*_: object) -> NoReturn:
    raise _SlowError


def work(first: int, last: int, seed: int, done: Any, results: Any) -> None:
    """Try the files of some numbers, and count what becomes of them."""
    os.nice(19)
    signal.signal(signal.SIGALRM, _too_slow)
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    faults: list[tuple[int, str, str, str]] = []
    with tempfile.TemporaryDirectory(dir=_fast_folder()) as name:
        folder = Path(name)
        sys.stderr = io.StringIO()
        found = seeds(folder)
        kinds = [kind for kind in found for _ in range(SHARES[kind])]
        for number in range(first, last):
            done.value = number
            rng = random.Random(f"{seed} {number}")
            kind = rng.choice(kinds)
            data = mutated(rng, rng.choice(found[kind]), TOKENS[FORMATS[kind]])
            signal.alarm(SECONDS)
            outcome = try_file(folder, kind, data, rng)
            signal.alarm(0)
            counts[kind, outcome.kind] += 1
            if outcome.kind not in ("read", "refused", "memory"):
                faults.append((number, kind, *outcome))
    results.put((counts, faults))


def _fast_folder() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def run(
    count: int, seed: int, workers: int = 1, seconds: float = float("inf"), step: int = 2000
) -> tuple[collections.Counter[tuple[str, str]], list[tuple[int, str, str, str]]]:
    """Try so many files, or as many as the time allows; a crash ends one child alone."""
    total: collections.Counter[tuple[str, str]] = collections.Counter()
    faults: list[tuple[int, str, str, str]] = []
    todo = [(i, min(i + step, count)) for i in range(0, count, step)][::-1]
    context, end = multiprocessing.get_context("spawn"), time.monotonic() + seconds
    running: list[tuple[Any, Any, Any, int, int]] = []
    while running or (todo and time.monotonic() < end):
        while todo and len(running) < workers and time.monotonic() < end:
            first, last = todo.pop()
            done, results = context.Value("q", first), context.SimpleQueue()
            child = context.Process(target=work, args=(first, last, seed, done, results))
            child.start()
            running.append((child, done, results, first, last))
        for child, done, results, begin, last in list(running):
            if not results.empty():
                counts, new = results.get()
                total += counts
                faults += new
            elif child.is_alive():
                continue
            else:
                # What came before the crash is tried again, and counted.
                total["?", "crash"] += 1
                faults.append((done.value, "?", "crash", f"exit code {child.exitcode}"))
                todo += [(done.value + 1, last), (begin, done.value)]
            child.join()
            running.remove((child, done, results, begin, last))
        time.sleep(0.05)
    return total, faults


def show(number: int, seed: int) -> None:
    """Print one file, and what becomes of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = seeds(folder)
        kinds = [kind for kind in found for _ in range(SHARES[kind])]
        rng = random.Random(f"{seed} {number}")
        kind = rng.choice(kinds)
        data = mutated(rng, rng.choice(found[kind]), TOKENS[FORMATS[kind]])
        print(kind, data, try_file(folder, kind, data, rng))
        for file in sorted(folder.glob("[!s]*")):
            print(file.name, file.read_bytes())


def main() -> None:
    """Run it, and print counts and faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--show", type=int, help="only this file")
    options = parser.parse_args()
    if options.show is not None:
        show(options.show, options.seed)
        return
    counts, faults = run(options.count, options.seed, options.workers, options.seconds)
    for number, kind, what, text in faults:
        print(f"file {number}, {kind}: {what}: {text}")
    for kind in FORMATS:
        found = {what: n for (one, what), n in sorted(counts.items()) if one == kind}
        print(
            f"{kind}: {sum(found.values())} files:", ", ".join(f"{n} {x}" for x, n in found.items())
        )
    print(f"{counts.total()} files, {len(faults)} faults")


if __name__ == "__main__":
    main()
