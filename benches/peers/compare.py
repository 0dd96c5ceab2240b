#!/usr/bin/env python3
"""Measures Belegg against Hugo, Zola and a bare loop on one made-up site, all in one run.

    python3 benches/peers/compare.py [--pages N] [--runs N] [--only cold,unchanged,edit,growth]
                                     [--belegg PATH] [--json FILE] [--work DIR]

Hugo and Zola are those of the search path; whichever is not there is named and left out. The last
table holds what was measured against the bounds that Belegg has to keep at 1,000 pages in two
languages. Other work on the machine makes figures worse, and ratios less so.
"""

import argparse
import contextlib
import json
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.dont_write_bytecode = True

from builds import measure_cold, measure_growth, measure_unchanged
from corpus import Corpus
from serving import measure_edits
from tools import find_tools

MEASURES = ("cold", "unchanged", "edit", "growth")
GROWTH = 5


def main():
    wanted = arguments()
    with working_folder(wanted.work) as folder:
        made = folder / "made"
        shutil.rmtree(made, ignore_errors=True)
        tools = find_tools(wanted.belegg, made)
        result = {
            "pages": wanted.pages, "languages": 2, "runs": wanted.runs,
            "cores": os.cpu_count(), "machine": platform.platform(),
            "load_before": os.getloadavg()[0],
            "versions": {tool.name: tool.version for tool in tools},
        }
        told(f"Writing {2 * wanted.pages:,} pages for {', '.join(tool.name for tool in tools)}")
        corpus = Corpus(folder / "site", wanted.pages, wanted.section_size)
        corpus.write([tool.name for tool in tools if tool.own_project])
        result["markdown_bytes"] = corpus.markdown_bytes
        if "cold" in wanted.only:
            told("Building from nothing")
            result["cold"] = measure_cold(tools, corpus, wanted.runs)
        if "unchanged" in wanted.only:
            told("Building again with nothing changed")
            result["unchanged"] = measure_unchanged(tools, corpus, wanted.runs)
        if "edit" in wanted.only:
            told("Editing while it is served")
            result["edit"] = measure_edits(tools, corpus)
        if "growth" in wanted.only:
            told(f"Building {GROWTH} times as many pages")
            large = Corpus(folder / "large", GROWTH * wanted.pages, wanted.section_size)
            large.write(["belegg"])
            ours = [tool for tool in tools if tool.name in ("belegg", "floor")]
            result["growth"] = measure_growth(ours, corpus, large, wanted.runs)
        result["load_after"] = os.getloadavg()[0]
        shutil.rmtree(made)
    result["bounds"] = bounds(result)
    told("")
    print("\n".join(report(result)))
    if wanted.json:
        Path(wanted.json).write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--pages", type=int, default=1000, help="in each language [default: 1000]")
    parser.add_argument("--runs", type=int, default=5, help="of each build [default: 5]")
    parser.add_argument("--only", type=measures, default=MEASURES, metavar="LIST",
                        help=f"some of {','.join(MEASURES)}")
    parser.add_argument("--section-size", type=int, default=25, help="[default: 25 pages]")
    parser.add_argument("--belegg", type=Path, metavar="PATH",
                        help="the program [default: made by cargo build --release]")
    parser.add_argument("--json", metavar="FILE", help="write all figures here too")
    parser.add_argument("--work", type=Path, metavar="DIR",
                        help="keep the sites' sources here [default: a temporary folder]")
    wanted = parser.parse_args()
    if wanted.pages < 2 or wanted.runs < 1 or wanted.section_size < 2:
        parser.error("it takes two pages, sections of two, and one run at least")
    return wanted


def measures(text):
    names = text.split(",")
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is none of {','.join(MEASURES)}")
    return names


@contextlib.contextmanager
def working_folder(chosen):
    if chosen:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="belegg-peers-") as folder:
            yield Path(folder).resolve()


def told(text):
    print(text, file=sys.stderr)


# --- what it comes to ---------------------------------------------------------------------------

def bounds(result):
    """Each bound with what was measured: `met` is null where a peer or a measure is missing."""
    cold, edit = result.get("cold", {}), result.get("edit", {})
    ours = cold.get("belegg", {})
    word = edit.get("belegg", {}).get("word", {}).get("median_ms")
    theirs = edit.get("hugo", {}).get("word", {}).get("median_ms")
    unchanged = result.get("unchanged", {}).get("belegg", {})
    found = [
        ("cold build, belegg / hugo", share(ours, cold.get("hugo")), "<=", 0.1),
        ("cold build, belegg / floor", share(ours, cold.get("floor")), "<=", 4),
        ("cold build, peak memory in MiB", ours.get("peak_mib"), "<", 100),
        (f"cold build, {GROWTH} times the pages / once", growth(result, "belegg"), "<=", 6),
        ("edit of a word until served, ms", word, "<=", 50),
        ("edit of a word, belegg / hugo server", word and theirs and word / theirs, "<=", 0.1),
        ("files written with nothing changed", unchanged.get("written"), "<=", 0),
    ]
    return [{"what": what, "measured": value, "sign": sign, "bound": bound,
             "met": None if value is None else holds(value, sign, bound)}
            for what, value, sign, bound in found]


def holds(value, sign, bound):
    return value < bound if sign == "<" else value <= bound


def share(ours, theirs):
    return ours["wall_ms"] / theirs["wall_ms"] if ours and theirs else None


def growth(result, tool):
    grown = result.get("growth", {}).get(tool)
    return grown["large"]["wall_ms"] / grown["small"]["wall_ms"] if grown else None


def report(result):
    yield (f"{result['pages']:,} pages in 2 languages, {result['markdown_bytes'] / 1e6:.1f} MB of Markdown; "
           f"{result['cores']} cores, load {result['load_before']:.1f} before and "
           f"{result['load_after']:.1f} after")
    yield ", ".join(version for version in result["versions"].values() if version)
    for name, title in (("cold", "From nothing"), ("unchanged", "Nothing changed")):
        if name in result:
            yield from builds_table(title, result[name])
    if "growth" in result:
        yield from growth_table(result)
    if "edit" in result:
        yield from edits_table(result["edit"])
    yield from bounds_table(result["bounds"], result["pages"])


def builds_table(title, figures):
    first = figures["belegg"]
    rows = [[title, "wall ms", "belegg is 1", "CPU ms", "peak MiB", "files", "written", "MB of HTML"]]
    for tool, one in figures.items():
        rows.append([tool, f"{one['wall_ms']:.0f}", f"{one['wall_ms'] / first['wall_ms']:.2f}",
                     f"{one['cpu_ms']:.0f}", f"{one['peak_mib']:.0f}", str(one["files"]),
                     str(one["written"]), f"{one['html_bytes'] / 1e6:.1f}"])
    return table(rows)


def growth_table(result):
    rows = [["Growth", f"{result['pages']:,} ms", f"{GROWTH * result['pages']:,} ms", "ratio", "peak MiB"]]
    for tool, one in result["growth"].items():
        rows.append([tool, f"{one['small']['wall_ms']:.0f}", f"{one['large']['wall_ms']:.0f}",
                     f"{growth(result, tool):.2f}", f"{one['large']['peak_mib']:.0f}"])
    return table(rows)


def edits_table(figures):
    rows = [["Edit until served", "of", "median ms", "least", "most", "CPU ms", "first page ms", "peak MiB"]]
    for tool, one in figures.items():
        for index, edit in enumerate(key for key in one if isinstance(one[key], dict)):
            times = one[edit]["all_ms"]
            server = [f"{one['first_page_ms']:.0f}", f"{one['peak_mib']:.0f}"]
            rows.append([tool, edit, f"{median(times):.0f}", f"{min(times):.0f}", f"{max(times):.0f}",
                         f"{one[edit]['cpu_ms']:.0f}", *(server if index == 0 else ("", ""))])
    return table(rows)


def bounds_table(found, pages):
    rows = [["Bounds" if pages == 1000 else "Bounds (of 1,000 pages)", "measured", "bound", ""]]
    for one in found:
        value = one["measured"]
        words = {True: "met", False: "not met", None: "not measured"}[one["met"]]
        rows.append([one["what"], "" if value is None else f"{value:.3g}",
                     f"{one['sign']} {one['bound']}", words])
    return table(rows)


def table(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    yield ""
    for row in rows:
        # The first column holds names, the others numbers.
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        yield "  ".join(cells).rstrip()


if __name__ == "__main__":
    main()
