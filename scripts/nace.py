#!/usr/bin/env python3
"""Writes src/data/nace/rev2.tsv and rev21.tsv: the codes and titles of NACE Rev. 2 in Danish,
English, Norwegian and Swedish, and of NACE Rev. 2.1 in English.

    pip download --no-deps odoo14-addon-l10n-eu-nace==14.0.1.0.1 naceconverter==1.0.1
    python3 scripts/nace.py odoo14_addon_l10n_eu_nace-14.0.1.0.1-py3-none-any.whl \\
        naceconverter-1.0.1-py3-none-any.whl

Run it from the root of the repository. Only the lists of codes and titles are taken from the
packages; see src/data/nace/README.md.
"""

import csv
import io
import sys
import zipfile

LANGUAGES = {"da": "da", "en": "en", "nb": "no", "sv": "sv"}
REV2 = "odoo/addons/l10n_eu_nace/examples/NACE_REV2_{}.csv"
REV21 = "naceconverter/nacecodes.csv"

# Slips of the sources, seen by reading them.
CORRECTIONS = {
    ("da", "G"): ("HOVEDAFDEL ING G ENGROSHANDEL", "ENGROSHANDEL"),
    ("en", "T"): ("U0NDIFFERENTIATED", "UNDIFFERENTIATED"),
}
CORRECTIONS_21 = {
    "16.23": ("builders?", "builders'"),
    "22.24": ("builders?", "builders’"),
}


def titles(archive, language):
    """Titles of Rev. 2 by code, in the order of the classification."""
    with archive.open(REV2.format(LANGUAGES[language])) as file:
        rows = csv.reader(io.TextIOWrapper(file, encoding="utf-8-sig"))
        next(rows)
        return {row[1].strip(): tidy(language, row[1].strip(), row[2]) for row in rows}


def tidy(language, code, title):
    title = corrected(title, CORRECTIONS.get((language, code)))
    # Sections are in capitals throughout; in a report they are titles like the others.
    if len(code) == 1:
        title = title[:1] + title[1:].lower()
    return title


def corrected(title, correction):
    if correction:
        wrong, right = correction
        assert wrong in title, (title, wrong)
        title = title.replace(wrong, right)
    return " ".join(title.split())


def rev2(path):
    with zipfile.ZipFile(path) as archive:
        tables = {language: titles(archive, language) for language in LANGUAGES}
    codes = list(tables["en"])
    assert all(list(table) == codes for table in tables.values()) and len(codes) == 996
    return [["code", *LANGUAGES]] + [
        [code, *(tables[language][code] for language in LANGUAGES)] for code in codes
    ]


def rev21(path):
    """Norway's own five-digit codes are left out: a report divides by classes at the finest."""
    with zipfile.ZipFile(path) as archive, archive.open(REV21) as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8-sig"), delimiter=";"))
    table = {
        row["code"]: (row["parentCode"], corrected(row["name"], CORRECTIONS_21.get(row["code"])))
        for row in rows
        if int(row["level"]) <= 4
    }

    def place(code):
        """Above its divisions stands their section."""
        above = []
        while code:
            above.insert(0, code)
            code = table[code][0]
        return above

    codes = sorted(table, key=place)
    assert [sum(len(code) == n for code in codes) for n in (1, 2, 4, 5)] == [22, 87, 287, 651]
    return [["code", "en"]] + [[code, table[code][1]] for code in codes]


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("".join("\t".join(row) + "\n" for row in rows))


if __name__ == "__main__":
    write("src/data/nace/rev2.tsv", rev2(sys.argv[1]))
    write("src/data/nace/rev21.tsv", rev21(sys.argv[2]))
