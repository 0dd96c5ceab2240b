"""The programs that are measured: where they are, and how each builds and serves a site."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MEBIBYTE = 1024 * 1024


class Tool:
    """A program, and `folder`, in which it writes all that it makes and keeps."""

    name = ""
    # The bare loop reads the project of Belegg.
    own_project = True

    def __init__(self, program, version, made):
        self.program, self.version = str(program), version
        self.made, self.begun = made, 0
        self.begin_anew()

    def begin_anew(self):
        """With an empty folder. Those of before stay until the end: where thousands of files were just
        removed, ext4 is slow to make new ones for half a minute."""
        self.begun += 1
        self.folder = self.made / f"{self.name}-{self.begun}"
        self.folder.mkdir(parents=True)

    def project(self, corpus):
        return corpus.project(self.name if self.own_project else "belegg")

    def output(self):
        return self.folder / "output"

    def build(self, corpus):
        raise NotImplementedError

    def serve(self, project, port):
        """None where it has no server."""
        return None


class Belegg(Tool):
    name = "belegg"

    def build(self, corpus):
        return [self.program, "--root", self.project(corpus), "build", "--quiet", "--no-pdf",
                "--output-dir", self.output()]

    def serve(self, project, port):
        return [self.program, "--root", project, "serve", "--no-pdf", "--port", str(port)]


class Hugo(Tool):
    name = "hugo"

    def build(self, corpus):
        return [self.program, "--source", self.project(corpus), "--quiet", *self.places()]

    def serve(self, project, port):
        return [self.program, "server", "--source", project, "--bind", "127.0.0.1",
                "--port", str(port), *self.places()]

    def places(self):
        return ["--destination", self.output(), "--cacheDir", self.folder / "cache"]


class Zola(Tool):
    name = "zola"

    def build(self, corpus):
        # It asks before it writes into a folder that is there.
        return [self.program, "--root", self.project(corpus), "build", "--force",
                "--output-dir", self.output()]

    def serve(self, project, port):
        return [self.program, "--root", project, "serve", "--interface", "127.0.0.1",
                "--port", str(port), "--output-dir", self.output()]


class Floor(Tool):
    """What is left when everything is left out: `floor/floor.rs`."""

    name = "floor"
    own_project = False

    def build(self, corpus):
        return [self.program, self.project(corpus) / "content", self.output()]


def find_tools(belegg, made):
    """All that are there, Belegg first."""
    belegg = belegg or built(ROOT / "Cargo.toml", "belegg")
    floor = built(ROOT / "benches/peers/floor/Cargo.toml", "floor")
    tools = [Belegg(Path(belegg).resolve(), said(belegg, "--version"), made)]
    for kind, how in ((Hugo, "version"), (Zola, "--version")):
        program = shutil.which(kind.name)
        if not program:
            print(f"{kind.name} is not on the search path and is left out", file=sys.stderr)
            continue
        version = said(program, how)
        if kind is Hugo:
            program, version = behind_python(program, version)
        tools.append(kind(program, version, made))
    return [*tools, Floor(floor, "", made)]


def built(manifest, name):
    """The release program of a package, made now if need be."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    if name == "floor":
        # So that it need not wait for another cargo, nor another for it.
        target /= name
    command = ["cargo", "build", "--release", "--locked", "--manifest-path", manifest,
               "--target-dir", target, "--message-format", "json-render-diagnostics"]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    for message in map(json.loads, lines):
        if message.get("executable") and message["target"]["name"] == name:
            return message["executable"]
    sys.exit(f"cargo made no program {name}")


def said(program, argument):
    run = subprocess.run([program, argument], capture_output=True, text=True, check=True)
    return re.sub(r"\x1b\[\d*m", "", run.stdout).strip()


def behind_python(program, version):
    """The `hugo` package for Python starts Python first, and says where the program itself lies:
    that is the one to measure."""
    found = re.search(r"^Running Hugo \S+ .* at (/.+)\n", version)
    if found and os.access(found[1], os.X_OK):
        program, version = found[1], version[found.end():]
    return program, version.split("-")[0]
