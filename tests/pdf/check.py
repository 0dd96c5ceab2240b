"""Checks the published PDFs: valid PDF/UA-1 and PDF/A-3a by a validator that shares no code with
Typst, readable by a screen reader, with the same words and numbers as the pages, and with the published
files of those numbers inside. Beside each lies the picture that stands for it where it is shared.

Usage: python check.py OUTPUT
"""

import re
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import page
import pikepdf

import reading

STANDARDS = {"PDF/UA-1": page.ValidationProfile.PDF_UA_1, "PDF/A-3a": page.ValidationProfile.PDF_A_3A}
HEADINGS = {"/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}
TOTAL = "447"  # the business relations of the example project


class Tally:
    passed = 0
    failed = 0

    def check(self, name, faults):
        """One check with its faults: none means that it passed. Only faults are printed."""
        if not faults:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED {name}", *(f"  {fault}" for fault in faults), sep="\n")


class Reader(HTMLParser):
    """What a published page says: its language, headings and figures, and the PDFs it links."""

    def __init__(self, path):
        super().__init__()
        self.path = path
        self.lang = None
        self.headings = []
        self.facts = []
        self.links = {}
        self.csv = set()
        self.shared = {}
        self.classes = set()
        self.words = []
        self._open = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.classes.update((attributes.get("class") or "").split())
        if tag == "html":
            self.lang = attributes["lang"]
        # The headings of a text have an id, those of the site's own parts one that says so.
        if re.fullmatch("h[2-6]", tag) and not attributes.get("id", "site-").startswith("site-"):
            self._begin(tag, self.headings.append)
        elif tag == "meta" and attributes.get("property", "").startswith("og:"):
            self.shared[attributes["property"]] = attributes["content"]
        elif tag == "a" and attributes.get("href", "").endswith(".csv"):
            self.csv.add((self.path.parent / attributes["href"]).resolve())
        elif "data-fact" in attributes:
            self._begin(tag, self.facts.append)
        elif tag == "a" and attributes.get("href", "").endswith(".pdf"):
            target = (self.path.parent / attributes["href"]).resolve()
            self._begin(tag, lambda text: self.links.setdefault(target, []).append(text))

    def _begin(self, tag, keep):
        self._open.append({"tag": tag, "depth": 0, "keep": keep, "text": []})

    def handle_data(self, data):
        self.words.append(data)
        for part in self._open:
            part["text"].append(data)

    def handle_endtag(self, tag):
        if self._open and self._open[-1]["tag"] == tag:
            part = self._open.pop()
            part["keep"](plain("".join(part["text"])))


def plain(text):
    """Text without what only sets it: soft hyphens, kinds of space, line ends."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\u2011", "-")
    return " ".join(text.split())


def letters(text):
    """Text without any space, for words that a narrow column breaks."""
    return plain(text).replace(" ", "").replace("-", "")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def structure(element, parent=None):
    """The structure elements below one, in reading order, each with what follows it."""
    children = element.get("/K", [])
    children = list(children) if isinstance(children, pikepdf.Array) else [children]
    children = [child for child in children if isinstance(child, pikepdf.Dictionary) and "/S" in child]
    for index, child in enumerate(children):
        following = children[index + 1] if index + 1 < len(children) else None
        yield child, following
        yield from structure(child)


def kinds_below(element):
    return {str(child.S) for child, _ in structure(element)}


def bookmarks(pdf):
    def titles(items):
        for item in items:
            # A bookmark begins with the number that the heading shows as its label.
            yield re.sub(r"^\d+(\.\d+)* ", "", plain(item.title))
            yield from titles(item.children)

    with pdf.open_outline() as outline:
        return list(titles(outline.root))


def validity(path):
    code, said, complaint = run("qpdf", "--check", str(path))
    sound = code == 0 and "warning" not in (said + complaint).lower()
    tally.check(f"qpdf accepts {path.name}", [] if sound else [said + complaint])
    for name, profile in STANDARDS.items():
        try:
            report = page.validate_pdf(str(path), profile=profile)
        except page.PageError as fault:
            tally.check(f"{path.name} is valid {name}", [str(fault)])
            continue
        # The validator takes a last byte 0x0D of a stream for a line end; qpdf judges lengths too.
        faults = [str(fault) for fault in report.failures if not (sound and "STREAM-LENGTH" in str(fault))]
        ran = [] if report.rules.total > 50 else [f"only {report.rules.total} rules were checked"]
        tally.check(f"{path.name} is valid {name}", faults + ran)


def tags(path, pdf, front, is_report):
    root = pdf.Root
    lang = str(root.get("/Lang", ""))
    # The PDF may add the country to the language of the page: `nb-NO` for `nb`.
    same = lang == front.lang or lang.startswith(f"{front.lang}-")
    tally.check(f"{path.name} has its language", [] if same else [f"{lang}, not {front.lang}"])
    title = plain(str(pdf.docinfo.get("/Title", "")))
    about = [key for key in ("/Author", "/Subject", "/Keywords") if not plain(str(pdf.docinfo.get(key, "")))]
    tally.check(f"{path.name} says who made it and what it is about", [f"{key} is empty" for key in about])
    shown = bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False))
    tally.check(f"{path.name} shows its title", [] if title and shown else [f"title “{title}”, shown: {shown}"])

    elements = list(structure(root.StructTreeRoot))
    figures = [element for element, _ in elements if element.S == "/Figure"]
    silent = [f"figure {number}" for number, figure in enumerate(figures, 1) if not plain(str(figure.get("/Alt", "")))]
    tally.check(f"every figure of {path.name} has alternative text", silent if figures or not is_report else ["there is no figure"])
    tables = [element for element, _ in elements if element.S == "/Table"]
    bare = [f"table {number}" for number, table in enumerate(tables, 1) if "/TH" not in kinds_below(table)]
    tally.check(f"every table of {path.name} has header cells", bare if tables or not is_report else ["there is no table"])

    regions = {"nb": "NO", "nn": "NO", "sv": "SE", "da": "DK", "en": "GB"}
    region = regions.get(front.lang.split("-")[0])
    tally.check(f"{path.name} has its region", [] if region and lang.endswith(f"-{region}") else [f"{lang}"])
    headings = [
        plain(str(element.get("/T", "")))
        for element, following in elements
        # The table of contents does not list itself.
        if str(element.S) in HEADINGS and not (following is not None and following.S == "/TOC")
    ]
    marks = bookmarks(pdf)
    differing = [f"heading “{heading}”, bookmark “{mark}”" for heading, mark in zip(headings, marks) if heading != mark]
    if len(headings) != len(marks):
        differing.append(f"{len(headings)} headings, {len(marks)} bookmarks")
    tally.check(f"the bookmarks of {path.name} are its headings", differing if marks else ["there are no bookmarks"])


def fonts(path, pdf):
    faults, found = [], 0
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Type") != "/Font" or "/DescendantFonts" in font:
            continue
        found += 1
        name = str(font.get("/BaseFont", "without a name"))
        descriptor = font.get("/FontDescriptor", {})
        if not re.fullmatch(r"/[A-Z]{6}\+Inter-\w+", name):
            faults.append(f"{name} is not Inter")
        if not {"/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            faults.append(f"{name} is not embedded")
    tally.check(f"{path.name} embeds Inter and nothing else", faults if found else ["there is no font"])


def words(path, pdf, pages, is_report):
    code, text, complaint = run("pdftotext", "-raw", "-enc", "UTF-8", str(path), "-")
    text = letters(text) if code == 0 else ""
    headings = [(reader, heading) for reader in pages for heading in reader.headings]
    facts = [(reader, fact) for reader in pages for fact in reader.facts]
    for what, wanted in (("heading", headings), ("figure", facts)):
        missing = [f"“{one}” of {reader.path}" for reader, one in wanted if letters(one) not in text]
        tally.check(f"{path.name} has every {what} of its pages", missing if wanted or not is_report else [f"the pages have no {what}"])
    if not is_report:
        return
    counted = [] if TOTAL in text else [f"{TOTAL} is not in the PDF"]
    counted += [] if any(TOTAL in fact for _, fact in facts) else [f"{TOTAL} is not on the pages"]
    tally.check(f"{path.name} and its pages count {TOTAL}", counted)


def same_words(path, pages):
    """Every word of the chapters, in the order of the pages."""
    chapters = [reader for reader in pages if reader.path.parent.parent == path.parent and "entry" not in reader.classes]
    said = reading.said(path)
    for reader in chapters:
        missing, count = reading.missing(reader.path, said)
        faults = [f"“{word}” is not at its place" for word in missing[:10]]
        tally.check(f"{path.name} reads as {reader.path.parent.name}", faults if count > 20 else [f"the page has {count} words"])
    return len(chapters)


def numbers(pages):
    """The published numbers of the charts and tables on these pages."""
    return {file for reader in pages if "entry" not in reader.classes for file in reader.csv}


def charts(pages):
    return {file for file in numbers(pages) if not file.name.startswith("table-")}


def attachments(path, pdf, pages, output, is_report):
    """The PDF carries figures.json and the CSV file of every chart and table, as they are published. The evidence
    page links those of charts outside the report too, which are in no PDF or in their policy's."""
    linked = numbers(pages)
    has_figures = linked or any(reader.facts for reader in pages)
    published = {file.name: file for file in [output / "figures.json", *linked] if has_figures}
    faults, found = [], {}
    for name, spec in pdf.attachments.items():
        found[name] = spec
        file = published.get(name)
        attached = spec.get_file()
        wanted = "application/json" if name.endswith(".json") else "text/csv"
        if file is None or attached.read_bytes() != file.read_bytes():
            faults.append(f"{name} is not as published")
        if attached.mime_type != wanted or not plain(spec.description):
            faults.append(f"{name} is “{attached.mime_type}”, described as “{spec.description}”")
        if str(spec.obj.get("/AFRelationship", "")) != "/Data":
            faults.append(f"{name} does not say that it is the data of the document")
    faults += [f"{name} is missing" for name in sorted(published.keys() - found.keys())]
    tally.check(f"{path.name} carries its numbers as files", faults if len(linked) > 1 or not is_report else ["the pages link no CSV files"])
    listed = {str(spec.Desc) for spec in pdf.Root.get("/AF", [])}
    silent = [name for name, spec in found.items() if spec.description not in listed]
    tally.check(f"the files of {path.name} belong to the document", silent)


def picture(path, pdf, front, output):
    """A PNG of the size that the page says, with nothing in it but the picture."""
    said = front.shared
    file = path.parent / "share.png"
    data = file.read_bytes() if file.is_file() else b""
    faults = [] if said.get("og:image", "").endswith("/" + file.relative_to(output).as_posix()) else [f"{said} is not {file}"]
    chunks, at = [], 8
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        chunks.append(data[at + 4 : at + 8].decode("latin-1"))
        at += 12 + length
    size = [int.from_bytes(data[at : at + 4], "big") for at in (16, 20)]
    if size != [1200, 630] or [said.get("og:image:width"), said.get("og:image:height")] != ["1200", "630"]:
        faults.append(f"it is {size}, the page says {said}")
    if set(chunks) != {"IHDR", "IDAT", "IEND"}:
        faults.append(f"its parts are {sorted(set(chunks))}")
    if not plain(said.get("og:image:alt", "")):
        faults.append("it has no alternative text")
    tally.check(f"a picture stands for {path.name} where it is shared", faults)


def link(path, pdf, front):
    """The front page says how large the PDF is and how many pages it has; a reader relies on it."""
    said = " ".join(front.words)
    size = f"{round(path.stat().st_size / 1000)} kB"
    pages = str(len(pdf.pages))
    near = [text for text in front.links[path] if size in text and re.search(rf"\b{pages}\b", text)]
    tally.check(f"the link to {path.name} tells its size and length", [] if near else [f"{front.links[path]}, but it has {size} and {pages} pages"])


def main(output):
    readers = [Reader(path) for path in sorted(output.rglob("*.html"))]
    documents = sorted(output.rglob("*.pdf"))
    languages = {reader.lang for reader in readers}
    tally.check("each language has its PDF", [] if len(documents) >= len(languages) > 1 else [f"{len(documents)} PDFs, languages {languages}"])
    reports = heroes = 0
    for path in documents:
        fronts = [reader for reader in readers if path in reader.links and reader.path.parent == path.parent]
        if not fronts:
            tally.check(f"{path.name} is linked from its front page", ["no page links it"])
            continue
        front = fronts[0]
        pages = [reader for reader in readers if path.parent in reader.path.parents]
        # Others are policies and short accounts of earlier years, which may have no figures.
        is_report = "hero" in front.classes and bool(charts(pages))
        reports += is_report
        heroes += "hero" in front.classes
        validity(path)
        try:
            with pikepdf.open(path) as pdf:
                tags(path, pdf, front, is_report)
                fonts(path, pdf)
                words(path, pdf, pages, is_report)
                if is_report:
                    tally.check(f"{path.name} has chapters", [] if same_words(path, pages) > 1 else ["there are none"])
                link(path, pdf, front)
                attachments(path, pdf, pages, output, is_report)
                picture(path, pdf, front, output)
        except pikepdf.PdfError as fault:
            tally.check(f"{path.name} can be read", [str(fault)])
    missing = ["their PDFs or pages have none"] if heroes and reports < len(languages) else []
    tally.check("a report in each language has charts", missing)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    tally = Tally()
    sys.exit(main(Path(sys.argv[1]).resolve()))
