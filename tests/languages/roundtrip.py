"""Sends the example project to a translation agency and back, with the tools that agencies use: what
translate-toolkit and polib have read and written again is imported, and nothing is lost.

Usage: python roundtrip.py BELEGG PROJECT
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import polib
from lxml import etree
from translate.storage import pypo, xliff, xliff2

LANGUAGE = "en"
PARTS = ["belegg.toml", "content", "data", "themes"]
FORMATS = {"xliff": "XLIFF 1.2", "xliff2": "XLIFF 2.0", "po": "PO"}
NAMESPACES = {
    "xliff": "urn:oasis:names:tc:xliff:document:1.2",
    "xliff2": "urn:oasis:names:tc:xliff:document:2.0",
}
HASH = "x-belegg-original"


class Tally:
    passed = 0
    failed = 0

    def check(self, name, faults):
        """One check with its faults: none means that it passed. Only faults are printed."""
        faults = list(faults)
        if not faults:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED {name}", *(f"  {fault}" for fault in faults[:20]), sep="\n")


class Project:
    """A copy of the project whose translations are all accepted."""

    def __init__(self, belegg, source, folder):
        self.belegg, self.folder = belegg, folder
        folder.mkdir()
        for part in PARTS:
            path = source / part
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, folder / part)
        self.run("translations", "accept", "--all")

    def run(self, *arguments):
        done = subprocess.run([self.belegg, "--root", self.folder, *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"belegg {' '.join(map(str, arguments))} failed:\n{done.stderr}")
        return done.stdout + done.stderr

    def export(self, format, path, *more):
        self.run("translations", "export", "--language", LANGUAGE, "--format", format, "-o", path, *more)
        return path

    def files(self):
        """What an import may write."""
        paths = [*sorted((self.folder / "content").rglob("*.md")), self.folder / "translations.toml"]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in paths}

    def translations(self):
        return {path: text for path, text in self.files().items() if path.endswith(f".{LANGUAGE}.md")}


# --- what the tools of agencies do ------------------------------------------------------------


def store(format, path):
    """The file as translate-toolkit reads it."""
    kind = {"xliff": xliff.xlifffile, "xliff2": xliff2.Xliff2File, "po": pypo.pofile}[format]
    return kind.parsefile(str(path))


def saved_by_toolkit(format, path, new):
    store(format, path).savefile(str(new))
    return new


def saved_by_polib(path, new):
    polib.pofile(str(path), wrapwidth=50).save(str(new))
    return new


def inline(element):
    """The text of a source or target with its codes, as XML."""
    if element is None:
        return None
    text = (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
    return re.sub(r' xmlns="[^"]*"', "", text)


def units(format, path):
    """Every unit by its page and id: its source, target and hash."""
    if format == "po":
        entries = (entry for entry in polib.pofile(str(path)) if entry.msgctxt)
        return {entry.msgctxt: (entry.msgid, entry.msgstr, re.search(r"original: (\w+)", entry.comment)[1]) for entry in entries}
    tree = etree.parse(str(path))
    name = {"n": NAMESPACES[format]}
    found = {}
    for file in tree.iterfind(".//n:file", name):
        for unit in file.iterfind(".//n:trans-unit" if format == "xliff" else ".//n:unit", name):
            hash = unit.xpath(f'.//*[@context-type="{HASH}" or @category="{HASH}"]')[0].text
            found[file.get("original"), unit.get("id")] = (
                inline(unit.find(".//n:source", name)),
                inline(unit.find(".//n:target", name)),
                hash,
            )
    return found


def filled(format, path, known, new):
    """The file with the targets of another export put in, as a translator would write them."""
    if format == "po":
        file = polib.pofile(str(path))
        for entry in file:
            if entry.msgctxt:
                entry.msgstr = known[entry.msgctxt][1]
        file.save(str(new))
        return new
    tree = etree.parse(str(path))
    namespace = NAMESPACES[format]
    for file in tree.iterfind(".//{*}file"):
        for unit in file.iterfind(".//{*}trans-unit" if format == "xliff" else ".//{*}unit"):
            source = unit.find(".//{*}source")
            text = known[file.get("original"), unit.get("id")][1]
            target = etree.fromstring(f'<target xmlns="{namespace}">{text}</target>')
            source.addnext(target)
    tree.write(str(new), encoding="utf-8", xml_declaration=True)
    return new


# --- what must hold ---------------------------------------------------------------------------


def structure(format, path):
    """What the standards ask of a file, as far as it can be told without their schemas."""
    tree = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True))
    root, namespace = tree.getroot(), NAMESPACES[format]
    if root.tag != f"{{{namespace}}}xliff":
        yield f"the root is {root.tag}"
    allowed = {
        "xliff": {
            "xliff": {"file"}, "file": {"body"}, "body": {"group"}, "group": {"note", "trans-unit"},
            "trans-unit": {"source", "target", "context-group", "note"}, "context-group": {"context"},
            "source": {"g", "ph"}, "target": {"g", "ph"}, "g": {"g", "ph"},
        },
        "xliff2": {
            "xliff": {"file"}, "file": {"group"}, "group": {"notes", "unit"}, "notes": {"note"},
            "unit": {"notes", "originalData", "segment"}, "originalData": {"data"},
            "segment": {"source", "target"}, "source": {"ph", "pc"}, "target": {"ph", "pc"}, "pc": {"ph", "pc"},
        },
    }[format]
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        for child in element:
            child = etree.QName(child).localname
            if child not in allowed.get(name, set()):
                yield f"line {element.sourceline}: <{child}> in <{name}>"
    token = re.compile(r"[-._:A-Za-z0-9]+")
    for file in root.iterfind("{*}file"):
        for kind in ["trans-unit", "unit", "group"]:
            ids = [element.get("id") for element in file.iter(f"{{{namespace}}}{kind}")]
            yield from (f"the id {id} stands twice" for id in sorted({id for id in ids if ids.count(id) > 1}))
            yield from (f"{id} is no name token" for id in ids if not token.fullmatch(id))
    for unit in root.iter(f"{{{namespace}}}trans-unit", f"{{{namespace}}}unit"):
        source, target = unit.find(".//{*}source"), unit.find(".//{*}target")
        codes = lambda part: sorted(code.get("id") for code in part.iter("{*}ph", "{*}g", "{*}pc"))
        if target is not None and codes(source) != codes(target):
            yield f"{unit.get('id')}: the codes of source and target differ"
        data = {element.get("id") for element in unit.iter("{*}data")}
        for code in unit.iter("{*}ph", "{*}pc"):
            used = {value for key, value in code.attrib.items() if key.startswith("dataRef")}
            if used - data:
                yield f"{unit.get('id')}: no original data {sorted(used - data)}"


def differences(before, after):
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old == new:
            continue
        if old is None or new is None:
            yield f"{path} is {'new' if old is None else 'gone'}"
            continue
        lines = zip(old.splitlines(), new.splitlines())
        at = next((at for at, (one, two) in enumerate(lines, 1) if one != two), 0)
        yield f"{path} differs in line {at}"


def told(project):
    said = project.run("check", "--no-pdf", "--message-format", "json", "--quiet")
    return [line for line in said.splitlines() if line.startswith("{")]


def as_made(text):
    """A page's text as it is in a page that is made: nobody has accepted words for a figure yet, and
    a text of the data is filled in."""
    if text.startswith(b"+++"):
        # What is written once for several pages has no front matter.
        text = text[text.index(b"\n+++\n", 4) + 5 :]
    text = text.rstrip(b"\n").replace("\u00a0".encode(), b" ")
    text = re.sub(rb'(\(fact:[^ )]+) "[^"]*"\)', rb"\1)", text)
    return re.sub(rb"\[[^\]]*\](\(fact:report\.annual_report_reference\))", rb"[]\1", text)


FRONT = ["title", "description", "owner", "approved_by", "applies_to", "channels", "changes", "related", "supersedes", "version"]


def front(text):
    """What a page's front matter says in words, as it is in a page that is made."""
    if not text.startswith(b"+++"):
        return b""
    table = tomllib.loads(text[4 : text.index(b"\n+++\n", 4)].decode())
    said = json.dumps({key: table.get(key) for key in FRONT}, ensure_ascii=False, sort_keys=True, default=str)
    return said.replace("\u00a0", " ").encode()


def same_file(tally, project, format, work):
    """Nothing that the tools leave alone is lost or changed."""
    name = FORMATS[format]
    before = project.files()
    sent = project.export(format, work / f"all.{format}", "--all")
    if format != "po":
        tally.check(f"{name}: the file has the structure of the standard", structure(format, sent))
    read = store(format, sent)
    wanted = units(format, sent)
    count = sum(1 for unit in read.units if unit.istranslatable() and not unit.isheader())
    tally.check(f"{name}: translate-toolkit sees every unit", [] if count == len(wanted) > 100 else [f"{count} of {len(wanted)}"])
    ways = {"translate-toolkit": saved_by_toolkit(format, sent, work / f"toolkit.{format}")}
    if format == "po":
        ways["polib"] = saved_by_polib(sent, work / "polib.po")
        checked = subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", sent], capture_output=True, text=True) if shutil.which("msgfmt") else None
        if checked:
            tally.check("PO: gettext reads the file", [checked.stderr] if checked.returncode else [])
    for tool, saved in ways.items():
        after = units(format, saved)
        lost = [key for key, unit in wanted.items() if after.get(key) != unit]
        tally.check(f"{name}: {tool} keeps texts, codes and hashes", lost)
        project.run("translations", "import", saved)
        tally.check(f"{name}: after {tool} an import changes no byte", differences(before, project.files()))
    tally.check(f"{name}: there is nothing to say of the project", told(project))
    return wanted


def new_pages(tally, project, format, known, work):
    """Pages that are gone come back from what a translator wrote."""
    name = FORMATS[format]
    before, accepted = project.translations(), project.files()
    for path in before:
        (project.folder / path).unlink()
    sent = project.export(format, work / f"gone.{format}")
    done = filled(format, sent, known, work / f"done.{format}")
    project.run("translations", "import", saved_by_toolkit(format, done, work / f"back.{format}"))
    after = project.translations()
    same = lambda pages: {path: as_made(text) for path, text in pages.items()}
    tally.check(f"{name}: pages that are made say what those said that are gone", differences(same(before), same(after)))
    fronts = lambda pages: {path: front(text) for path, text in pages.items()}
    tally.check(f"{name}: their front matter does too", differences(fronts(before), fronts(after)))
    key = "translations.toml"
    tally.check(f"{name}: they are accepted", differences({key: accepted[key]}, {key: project.files()[key]}))
    for path, text in before.items():
        (project.folder / path).write_bytes(text)


def main():
    belegg, source = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        project = Project(belegg, source, work / "project")
        for format in FORMATS:
            known = same_file(tally, project, format, work)
            new_pages(tally, project, format, known, work)
    print(f"{tally.passed} passed, {tally.failed} failed")
    sys.exit(tally.failed > 0)


main()
