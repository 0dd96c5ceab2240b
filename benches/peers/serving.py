"""How long it takes from writing a file until a server gives the complete new page."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tools import ROOT

EDITS = 9
# A server is at rest when it did next to nothing for so many seconds.
REST, PATIENCE = 0.3, 60
TEMPLATE = "templates/base.html"


def measure_edits(tools, corpus):
    """Of a word in a paragraph by every server; by Belegg of a heading, a title and a template too."""
    page = corpus.pages // 3
    # What lies before it in the same section, or after it, has its title in the sidebar.
    beside = page + (1 if corpus.section_of(page + 1) == corpus.section_of(page) else -1)
    figures = {}
    for tool in tools:
        if not tool.serve("", 0):
            continue
        project = copied(tool, corpus)
        file = project / corpus.page_file(tool.name, page).relative_to(corpus.project(tool.name))
        edits = [("word", file, in_paragraph, corpus.address(page), 1)]
        if tool.name == "belegg":
            edits += [("heading", file, in_heading, corpus.address(page), 2),
                      ("title", file, in_title, corpus.address(beside), 1),
                      ("template", project / "themes/measured" / TEMPLATE, in_template,
                       corpus.address(page), 1)]
        with Server(tool, project, corpus.address(page)) as server:
            figures[tool.name] = {"first_page_ms": 1000 * server.first_page}
            for name, *edit in edits:
                figures[tool.name][name] = server.measure(*edit)
            figures[tool.name]["peak_mib"] = server.peak()
    return figures


def copied(tool, corpus):
    """A copy of the project to write in; that of Belegg with a template of its own."""
    tool.begin_anew()
    project = tool.folder / "project"
    shutil.copytree(tool.project(corpus), project)
    if tool.name == "belegg":
        template = project / "themes/measured" / TEMPLATE
        template.parent.mkdir(parents=True)
        shutil.copy(ROOT / "themes/default" / TEMPLATE, template)
        settings = project / "belegg.toml"
        settings.write_text('theme = "measured"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    return project


class Server:
    def __init__(self, tool, project, address):
        self.tool = tool
        self.log = tool.folder / "log"
        self.port = free_port()
        self.headers = {}
        self.connection = None
        with open(self.log, "wb") as log:
            begun = time.perf_counter()
            self.process = subprocess.Popen(tool.serve(project, self.port), stdout=log,
                                            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        try:
            if tool.name == "belegg":
                self.learn_key()
            self.wait_for(address, lambda page: True)
        except BaseException:
            self.stop()
            raise
        self.first_page = time.perf_counter() - begun

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def learn_key(self):
        """Belegg lets only those in who come by the address that it prints, which sets a cookie."""
        begun = time.perf_counter()
        while True:
            found = re.search(r"http://[^/\s]+:(\d+)/\S*\?key=(\w+)", self.log.read_text(errors="replace"))
            if found:
                self.port = int(found[1])
                self.headers = {"Cookie": f"belegg-{found[1]}={found[2]}"}
                return
            self.still_alive(begun)

    def measure(self, file, change, address, times):
        """A new word each time, so that nothing remembered can be of use. The page is complete when
        the word stands so many times on it, and it has its end."""
        original = file.read_text(encoding="utf-8")
        taken, worked = [], []
        for number in range(EDITS):
            word = f"kvistfri{'abcdefghij'[number] * 3}"
            text = change(original, word).encode()
            self.come_to_rest()
            before = self.cpu()
            begun = time.perf_counter()
            with open(file, "wb", buffering=0) as target:
                target.write(text)
            self.wait_for(address, lambda page: page.count(word.encode()) >= times
                          and page.rstrip().endswith(b"</html>"))
            taken.append(1000 * (time.perf_counter() - begun))
            self.come_to_rest()
            worked.append(1000 * (self.cpu() - before))
        file.write_text(original, encoding="utf-8")
        return {"median_ms": median(taken), "cpu_ms": median(worked), "all_ms": taken}

    def wait_for(self, address, complete):
        """Asks every millisecond."""
        begun = time.perf_counter()
        while True:
            status, page = self.get(address)
            if status == 200 and complete(page):
                return
            self.still_alive(begun)

    def get(self, address):
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            self.connection.request("GET", f"/{address}", headers=self.headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection = None
            return 0, b""

    def still_alive(self, begun):
        if self.process.poll() is not None or time.perf_counter() - begun > PATIENCE:
            sys.exit(f"{self.tool.name} does not serve the page:\n"
                     f"{self.log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.001)

    def come_to_rest(self):
        begun, before = time.perf_counter(), None
        while before is None or self.cpu() - before > 0.011:
            if time.perf_counter() - begun > PATIENCE:
                sys.exit(f"{self.tool.name} does not come to rest")
            before = self.cpu()
            time.sleep(REST)

    def cpu(self):
        """Seconds that its threads have worked."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- edits: the text with a word exchanged ----------------------------------------------------------

def in_paragraph(text, word):
    blocks = text.split("\n\n")
    place = next(number for number, block in enumerate(blocks) if number and block[0].isalpha())
    blocks[place] = exchanged(blocks[place], word)
    return "\n\n".join(blocks)


def in_heading(text, word):
    before, heading, after = re.split(r"^(## .*)$", text, maxsplit=1, flags=re.MULTILINE)
    return before + exchanged(heading, word) + after


def in_title(text, word):
    return text.replace('title = "', f'title = "{word} ', 1)


def in_template(text, word):
    return text.replace("</body>", f"<p>{word}</p>\n</body>", 1)


def exchanged(line, word):
    """With another word for the last one of plain letters: numbers stay, and so do signs."""
    words = line.split(" ")
    place = max(number for number, one in enumerate(words) if one.isalpha())
    words[place] = word
    return " ".join(words)
