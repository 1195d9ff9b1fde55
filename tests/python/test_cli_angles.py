"""Angles read as GeographicLib's tools read them."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import time

import pytest

pytest.importorskip("hypothesis")

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geodist.cli.parse.angles import AngleError, order_point, parse_angle, parse_decimal

# The lists of the documentation of GeographicLib's class DMS.
EQUIVALENT = [
    (
        -20.51125,
        [
            "-20.51125",
            "20d30'40.5\"S",
            "-20\u00b030'40.5",
            "-20d30.675",
            "N-20d30'40.5\"",
            "-20:30:40.5",
        ],
    ),
    (
        4.0025,
        ["4d0'9", '4d9"', "4d9''", "4:0:9", "004:00:09", "4.0025", "4.0025d", "4d0.15", "04:.15"],
    ),
    (5, ["4:59.99999999999999", "4:60.0", "4:59:59.9999999999999", "4:59:60.0", "5"]),
    (-70.0125, ["-070:00:45", "70:01:15W+0:0.5", "70:01:15W-0:0:30W", "W70:01:15+0:0:30E"]),
    (-1.4, ["S3-2.5+4.1N"]),
    (-33.9, ["33.9S", "S 33.9", "33 54 S", "S33 54", "33 54 0.0 s", "S 33 54 00", "-33.9N"]),
]
ILLEGAL = [
    *("4d5\"4'", "4::5", "4:5:", ":4:5", "4d4.5'4\"", "-N20.5", "1.8e2d", "4:60", "4:59:60"),
    *("70:01:15W+0:0:15N", "W70:01:15+W0:0:15"),
    *("", "N", "N4N", "N4S", "--4", "+-4", "1_0", "\u0663", "4''' ", "abc", "nan"),
    *("52 30", "52 30 15", "52.5 30 15 N", "52 30 15 10 N", "52 61 N", "N 52 30 S", "52 -30 N"),
    *("-33.9S", "W-0.5", "-33d54'S", "-33 54 S"),
]
SYMBOLS = {
    "d": "dD\u00b0\u00ba\u2070\u02da\u2218*",
    "'": "'`\u2032\u2035\u00b4\u2018\u2019\u201b\u02b9\u02ca\u02cb",
    '"': '"\u2033\u2036\u02dd\u201c\u201d\u201f\u02ba',
    "-": "-\u2010\u2011\u2013\u2014\u2212\u2796",
}


@pytest.mark.parametrize(("value", "texts"), EQUIVALENT)
def test_legal(value: float, texts: list[str]) -> None:
    for text in texts:
        assert parse_angle(text).value == pytest.approx(value, rel=1e-15), text


@pytest.mark.parametrize("text", ILLEGAL)
def test_illegal(text: str) -> None:
    with pytest.raises(AngleError):
        parse_angle(text)


@pytest.mark.parametrize("plain", SYMBOLS)
def test_symbols(plain: str) -> None:
    text = "-4d5'6\"N"
    for symbol in SYMBOLS[plain]:
        assert parse_angle(text.replace(plain, symbol)) == parse_angle(text)
    assert parse_angle("4d5''") == parse_angle('4d5"')
    assert parse_angle(" 4\u00b0\u00a05' 6\" N ") == parse_angle("4d5'6\"N")


def test_exponents_are_numbers_where_they_can_only_be_that() -> None:
    assert parse_angle("1.5e1").value == 15
    assert parse_decimal("1.5e1") == 15
    assert parse_decimal("1_5") is None


def test_letters_decide_on_the_order() -> None:
    for first, second in [("1", "2"), ("1N", "2E"), ("2E", "1N"), ("2E", "1"), ("1", "2E")]:
        assert order_point(parse_angle(first), parse_angle(second)) == (1, 2)
    with pytest.raises(AngleError, match="two latitudes"):
        order_point(parse_angle("1N"), parse_angle("2S"))


@given(
    st.integers(0, 400),
    st.integers(0, 59),
    st.integers(0, 59),
    st.integers(0, 999999),
    st.sampled_from(["", "-", "+"]),
    st.sampled_from("NSEW"),
)
def test_all_ways_to_write_an_angle(
    degrees: int, minutes: int, seconds: int, millionths: int, sign: str, letter: str
) -> None:
    value = degrees + (minutes + (seconds + millionths / 1e6) / 60) / 60
    value *= -1 if (sign == "-") != (letter in "SW") else 1
    second = f"{seconds}.{millionths:06}"
    for body in (
        f"{degrees}d{minutes}'{second}\"",
        f"{degrees}:{minutes}:{second}",
        f"{degrees}d{minutes}'{second}",
    ):
        for text in (
            f"{sign}{body}{letter}",
            f"{letter}{sign}{body}",
            f"{letter.lower()}{sign}{body}",
        ):
            if sign == "-" and letter in "SW":
                with pytest.raises(AngleError, match="leave one of them out"):
                    parse_angle(text)
                continue
            angle = parse_angle(text)
            assert angle.value == pytest.approx(value, rel=1e-14, abs=1e-300)
            assert angle.axis == ("lat" if letter in "NS" else "lon")


PIECES = ["d", "'", '"', ":", ".", "0", "4", "59", "60", "60.0", "+", "-", *"NSEW", "''"]
# Dashes between numbers, which GeographicLib subtracts, and what is packed, which it takes for degrees.
OURS_ALONE = re.compile(r"[0-9.]-[0-9.]|[0-9]{4}")


def is_accepted(text: str) -> bool:
    try:
        parse_angle(text)
    except AngleError:
        return False
    return True


@pytest.mark.skipif(shutil.which("GeoConvert") is None, reason="needs GeographicLib's tools")
@settings(max_examples=20)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join), min_size=200)
)
def test_geographiclib_agrees(texts: list[str]) -> None:
    """What we accept its tools read as the same angle."""
    # Exponent notation is another extension.
    texts = [t for t in texts if parse_decimal(t) is None or "E" not in t]
    texts = [t for t in texts if is_accepted(t) and not OURS_ALONE.search(t)]
    assume(texts)
    lines = [f"{t} 0" if set(t) & set("NS") else f"0 {t}" for t in texts]
    done = subprocess.run(
        ["GeoConvert", "-g", "-p", "9"],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=False,
    )
    for text, answer in zip(texts, done.stdout.splitlines(), strict=True):
        if answer.startswith("ERROR"):
            assert "not in [-90" in answer, text
            continue
        angle = parse_angle(text)
        truth = float(answer.split()[0 if angle.axis == "lat" else 1])
        assert abs((angle.value - truth + 180) % 360 - 180) < 1e-9, text


@pytest.mark.parametrize(
    "text",
    ["403823N0734643O", "N40.6O73.8", "40 38 24 N 73 46 48 O", "4807.038,N,01131.000,O"],
)
def test_o_is_named_in_a_whole_point(text: str) -> None:
    click = pytest.importorskip("click", reason="the extra cli is not installed")
    from geodist.cli.parse.values import parse_point, split_values

    values = split_values([text])
    assert len(values) == 2
    with pytest.raises(click.UsageError, match="west in some languages"):
        parse_point(*values)


@pytest.mark.parametrize("text", ["1{} x", "1{}:", "1{}d1{}N", "S1{}", "+1{}-1{}", "1{}, 1{}"])
@pytest.mark.parametrize("filling", ["1", " ", ".", "0:"])
def test_long_texts_cost_no_time(text: str, filling: str) -> None:
    long = text.replace("{}", filling * 300_000)
    start = time.process_time()
    with contextlib.suppress(AngleError):
        parse_angle(long)
    assert time.process_time() - start < 1
