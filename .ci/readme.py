#!/usr/bin/env python3
"""Pastes the shell lines of the README one after another, in a folder of its own, as they stand there.

    readme.py BINARY [--image]

With --image the variables of the Dockerfile are set, with the volume /data in that folder, so that the
server listens on every address. A block after `<!-- not pasted: why -->` is left out. A line with
`wiretwin serve` runs until the next one; where JSON follows a block, it is what the last line answers.
"""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(?:<!-- not pasted: (?P<why>[^>]*) -->\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.S)


def blocks(page):
    """Each block that is pasted, with the JSON that is said to be its answer."""
    found = []
    for block in BLOCK.finditer(page):
        if block["why"]:
            continue
        if block["kind"] == "sh":
            found.append([block["text"], None, block.end()])
        elif block["kind"] == "json" and found and page[found[-1][2] : block.start()].strip() == "":
            found[-1][1] = block["text"]
    return [(text, answer) for text, answer, _ in found]


def image_environment(folder):
    """The ENV lines of the Dockerfile."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    pairs = re.search(r"^ENV (.*)$", text, re.M)[1].split()
    (folder / "data").mkdir()
    return dict(pair.replace("/data/", f"{folder}/data/").split("=", 1) for pair in pairs)


class Shell:
    def __init__(self, binary, folder, more):
        (folder / "bin").mkdir()
        (folder / "bin" / "wiretwin").symlink_to(binary)
        path = f"{folder / 'bin'}:{os.environ['PATH']}"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("WIRETWIN")}
        self.environment = clean | {"PATH": path} | more
        self.folder = folder
        self.server = None

    def start(self, line):
        self.stop()
        with open(self.folder / "server.log", "w", encoding="utf-8") as log:
            command = ["bash", "-c", f"exec {line}"]
            self.server = subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdout=log, stderr=log
            )
        for _ in range(300):
            assert self.server.poll() is None, f"{line}\n{(self.folder / 'server.log').read_text()}"
            if subprocess.run(["wiretwin", "health"], env=self.environment, stderr=-3).returncode == 0:
                break
            time.sleep(0.1)
        # It is printed once the server answers.
        while not (curl := re.search(r"^ *(curl .*)\n", (self.folder / "server.log").read_text(), re.M)):
            time.sleep(0.01)
        curl = curl[1]
        assert json.loads(self.run(curl + " -sf"))["platform"] == "extrahop", curl

    def run(self, text):
        done = subprocess.run(
            ["bash", "-euc", text], cwd=self.folder, env=self.environment, stdout=-1, text=True
        )
        assert done.returncode == 0, f"{text}\nended with {done.returncode}: {done.stdout}"
        return done.stdout

    def stop(self):
        if self.server:
            self.server.send_signal(signal.SIGTERM)
            assert self.server.wait(10) == 0
            self.server = None


def paste(shell, text):
    """What the last line printed."""
    printed = ""
    for line in text.replace("\\\n", " ").splitlines() if "'{" not in text else [text]:
        if line.startswith("wiretwin serve"):
            shell.start(line)
        elif line.strip():
            printed = shell.run(line)
            assert "error" not in printed[:20], f"{line}: {printed}"
    return printed


def main():
    binary, image = pathlib.Path(sys.argv[1]).resolve(), "--image" in sys.argv
    passed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shell = Shell(binary, folder, image_environment(folder) if image else {})
        try:
            for text, answer in blocks((ROOT / "README.md").read_text(encoding="utf-8")):
                if text.startswith(("cargo", "docker")):
                    continue
                printed = paste(shell, text)
                if answer:
                    assert json.loads(printed) == json.loads(answer), f"{text}\n{printed}"
                passed += 1
        finally:
            shell.stop()
    assert passed >= 6, passed
    print(f"{passed} passed, 0 failed")


if __name__ == "__main__":
    main()
