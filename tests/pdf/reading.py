"""Whether a PDF says what the pages say, in the same order.

Words are compared by their letters and digits alone: lines are broken and words hyphenated in the one, not in
the other. Between two words of a page the PDF may have what stands at the edge of a sheet (head, foot, notes) and
the labels of a chart, so each word is looked for within some distance of the one before.
"""

import re
import subprocess
import unicodedata
from html.parser import HTMLParser

# What only the page has: controls, contents beside the text, what is said to screen readers alone, numbers behind charts, and the notes, which
# the PDF has at the foot of the sheet.
ONLY_ON_PAGES = {"toc", "stamp", "vh", "files-of", "data", "notes", "pager", "note", "role-choice"}
VOID = {"br", "img", "hr", "wbr", "meta", "link", "input", "source", "col"}
FARTHEST = 1500


class Text(HTMLParser):
    """The words of a page's own text, in order."""

    def __init__(self, path):
        super().__init__()
        self.words = []
        self._open = []
        self._hidden = 0
        self._inside = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        if tag == "main":
            self._inside = True
        if tag in VOID or not self._inside:
            return
        classes = set((dict(attributes).get("class") or "").split())
        chapter = "secno" in classes and self._open and self._open[-1][0] == "h1"
        hides = bool(classes & ONLY_ON_PAGES) or chapter or tag in {"svg", "nav", "button", "template"}
        self._open.append((tag, hides))
        self._hidden += hides

    def handle_endtag(self, tag):
        while self._inside and self._open:
            name, hides = self._open.pop()
            self._hidden -= hides
            if name == tag:
                break
        if tag == "main":
            self._inside = False

    def handle_data(self, data):
        if self._inside and not self._hidden:
            self.words.extend(filter(None, (letters(word) for word in data.split())))


def letters(text):
    """Letters and digits alone."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(character for character in text if character.isalnum())


def said(path):
    """The letters of a PDF, in the order in which it is set."""
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], capture_output=True, text=True)
    return letters(done.stdout) if done.returncode == 0 else ""


def missing(page, pdf):
    """The words of a page that the letters of a PDF do not have at their place."""
    words = Text(page).words
    # The first words, so that the table of contents is not taken for the chapter.
    opening, begins = "", -1
    for word in words:
        opening += word
        found = pdf.find(opening)
        if found < 0:
            break
        begins = found
        if len(opening) > 200:
            break
    if begins < 0:
        return words[:1], len(words)
    at, faults = begins, []
    for word in words:
        found = pdf.find(word, at, at + FARTHEST + len(word))
        if found < 0:
            faults.append(word)
        else:
            at = found + len(word)
    return faults, len(words)
