#!/usr/bin/env python3
"""Writes src/data/nace/rev2.tsv: the titles of NACE Rev. 2 in Danish, English, Norwegian and Swedish.

    pip download --no-deps odoo14-addon-l10n-eu-nace==14.0.1.0.1
    python3 scripts/nace.py odoo14_addon_l10n_eu_nace-14.0.1.0.1-py3-none-any.whl

Run it from the root of the repository. Only the European Union's data files are taken from the
package; see src/data/nace/README.md.
"""

import csv
import io
import sys
import zipfile

LANGUAGES = {"da": "da", "en": "en", "nb": "no", "sv": "sv"}
PATH = "odoo/addons/l10n_eu_nace/examples/NACE_REV2_{}.csv"
OUTPUT = "src/data/nace/rev2.tsv"

# Slips of the source, seen by reading it.
CORRECTIONS = {
    ("da", "G"): ("HOVEDAFDEL ING G ENGROSHANDEL", "ENGROSHANDEL"),
    ("en", "T"): ("U0NDIFFERENTIATED", "UNDIFFERENTIATED"),
}


def titles(archive, language):
    """Titles by code, in the order of the classification."""
    with archive.open(PATH.format(LANGUAGES[language])) as file:
        rows = csv.reader(io.TextIOWrapper(file, encoding="utf-8-sig"))
        next(rows)
        return {row[1].strip(): tidy(language, row[1].strip(), row[2]) for row in rows}


def tidy(language, code, title):
    if (language, code) in CORRECTIONS:
        wrong, right = CORRECTIONS[language, code]
        assert wrong in title, (language, code, title)
        title = title.replace(wrong, right)
    title = " ".join(title.split())
    # Sections are in capitals throughout; in a report they are titles like the others.
    if len(code) == 1:
        title = title[:1] + title[1:].lower()
    return title


def main():
    with zipfile.ZipFile(sys.argv[1]) as archive:
        tables = {language: titles(archive, language) for language in LANGUAGES}
    codes = list(tables["en"])
    assert all(list(table) == codes for table in tables.values()) and len(codes) == 996
    lines = ["\t".join(["code", *LANGUAGES])]
    lines += ["\t".join([code, *(tables[language][code] for language in LANGUAGES)]) for code in codes]
    with open(OUTPUT, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
