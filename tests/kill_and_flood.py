#!/usr/bin/env python3
"""A server that is killed a hundred times while it is written to and flooded, and then flooded alive.

Every write that was answered is there after the next start, none is half done, the memory stays below
its bound, and honest clients are answered. Linux only, standard library only.
"""

import argparse
import http.client
import json
import os
import pathlib
import random
import resource
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

KILLS = 100
IDLE = 10_000
# What the server may hold, in KiB.
MEMORY = 600 * 1024
# What of the time is for the kills; the flood of a living server has the rest.
KILLING = 0.6
MIB = 1024 * 1024
PLAIN, TLS = "http", "https"


class Checks:
    """What held, and what did not."""

    def __init__(self):
        self.passed = self.failed = 0

    def right(self, holds, what):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"failed: {what}", flush=True)


class Server:
    """A process that keeps its state in a folder."""

    def __init__(self, program, folder):
        file = folder / "ready.json"
        file.unlink(missing_ok=True)
        self.log = open(folder / "server.log", "ab")
        self.process = subprocess.Popen(
            [program, "serve", "--listen", "127.0.0.1:0", "--http-listen", "127.0.0.1:0",
             "--fixture", "guide", "--database", f"sqlite://{folder}/state.db", "--ready-file", str(file)],
            cwd=folder, stdout=self.log, stderr=self.log,
        )
        ends = time.monotonic() + 60
        while not file.exists():
            if self.process.poll() is not None or time.monotonic() > ends:
                self.end()
                raise RuntimeError("the server does not start: " + (folder / "server.log").read_text()[-2000:])
            time.sleep(0.005)
        self.ready = json.loads(file.read_text())
        self.context = ssl.create_default_context(cafile=self.ready["ca_file"])

    def peak_memory(self):
        """The most memory it has held so far, in KiB."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
        return 0

    def end(self):
        """`kill -9`"""
        self.process.kill()
        self.process.wait()
        self.log.close()

    def address(self, listener):
        host, port = self.ready[listener].split("//")[1].rsplit(":", 1)
        return host, int(port)

    def headers(self, api):
        if api == "extrahop":
            return {"Authorization": "ExtraHop apikey=" + self.ready["api_keys"]["full_system"]}
        kentik = self.ready["kentik"]
        return {"X-CH-Auth-Email": kentik["email"], "X-CH-Auth-API-Token": kentik["administrator_token"]}

    def connect(self, listener, timeout=30):
        host, port = self.address(listener)
        if listener == PLAIN:
            return http.client.HTTPConnection(host, port, timeout=timeout)
        return http.client.HTTPSConnection(host, port, timeout=timeout, context=self.context)

    def stream(self, listener):
        stream = socket.create_connection(self.address(listener), timeout=10)
        if listener == PLAIN:
            return stream
        try:
            return self.context.wrap_socket(stream, server_hostname="127.0.0.1")
        except BaseException:
            stream.close()
            raise

    def ask(self, connection, api, method, path, body=None):
        headers = self.headers(api) | {"Content-Type": "application/json"}
        text = None if body is None else json.dumps(body)
        connection.request(method, path, text, headers)
        response = connection.getresponse()
        return response, response.read()


class ExtraHop:
    """Device groups, whose name and description are always written together."""

    api, listing = "extrahop", "/api/v1/devicegroups"

    @staticmethod
    def create(name):
        return "POST", "/api/v1/devicegroups", {"name": f"{name} 0", "description": "0"}

    @staticmethod
    def change(name, number, version):
        return "PATCH", f"/api/v1/devicegroups/{number}", {"name": f"{name} {version}", "description": str(version)}

    @staticmethod
    def delete(number):
        return "DELETE", f"/api/v1/devicegroups/{number}", None

    @staticmethod
    def number(response, _):
        return int(response.getheader("Location").rsplit("/", 1)[1])

    @staticmethod
    def rows(text):
        """Name, id, version, and the version once more as it is in another field."""
        for row in json.loads(text):
            if row["name"].startswith("writer"):
                name, version = row["name"].rsplit(" ", 1)
                yield name, row["id"], int(version), int(row["description"])


class Kentik:
    """Sites, whose name and latitude are always written together."""

    api, listing = "kentik", "/api/v5/sites"

    @staticmethod
    def _site(name, version):
        # Every version has another latitude.
        return {"site": {"site_name": f"{name} {version}", "lat": version / 10_000, "lon": 1}}

    @classmethod
    def create(cls, name):
        return "POST", "/api/v5/site", cls._site(name, 0)

    @classmethod
    def change(cls, name, number, version):
        return "PUT", f"/api/v5/site/{number}", cls._site(name, version)

    @staticmethod
    def delete(number):
        return "DELETE", f"/api/v5/site/{number}", None

    @staticmethod
    def number(_, text):
        return json.loads(text)["site"]["id"]

    @staticmethod
    def rows(text):
        for row in json.loads(text)["sites"]:
            if row["site_name"].startswith("writer"):
                name, version = row["site_name"].rsplit(" ", 1)
                yield name, row["id"], int(version), round(float(row["lat"]) * 10_000)


class Writer(threading.Thread):
    """Creates, changes and deletes objects until its server is gone."""

    MOST = 40

    def __init__(self, name, kind, listener, seed):
        super().__init__(daemon=True)
        self.label, self.kind, self.listener = name, kind, listener
        self.random = random.Random(seed)
        self.made = 0
        # What was answered: name to (id, version). What may have happened: name to a version, or None for gone.
        self.held, self.pending = {}, {}
        self.written, self.refused = 0, []

    def copy(self):
        """The same writer for the next server."""
        other = Writer(self.label, self.kind, self.listener, self.random.random())
        other.made, other.held = self.made, self.held
        other.written, other.refused = self.written, self.refused
        return other

    def run(self):
        try:
            connection = self.server.connect(self.listener)
            while True:
                self.write(connection)
        except (OSError, http.client.HTTPException):
            pass

    def write(self, connection):
        chance = self.random.random()
        if not self.held or (chance < 0.3 and len(self.held) < self.MOST):
            self.made += 1
            name, number, version = f"{self.label}-{self.made}", None, 0
            call = self.kind.create(name)
        else:
            name = self.random.choice(list(self.held))
            number, version = self.held[name]
            version = None if chance > 0.95 else version + 1
            call = self.kind.delete(number) if version is None else self.kind.change(name, number, version)
        self.pending = {name: version}
        response, text = self.server.ask(connection, self.kind.api, *call)
        self.pending = {}
        if response.status // 100 != 2:
            self.refused.append(f"{call[0]} {call[1]}: {response.status} {text[:200]}")
            return
        self.written += 1
        if version is None:
            del self.held[name]
        else:
            self.held[name] = (self.kind.number(response, text) if number is None else number, version)

    def wrong(self, server, connection):
        """What of its writes is not as it was answered; goes on from what is there."""
        response, text = server.ask(connection, self.kind.api, "GET", self.kind.listing)
        if response.status != 200:
            return [f"{self.kind.listing}: {response.status}"]
        wrong, found = [], {}
        for name, number, version, other in self.kind.rows(text):
            if name.rsplit("-", 1)[0] != self.label:
                continue
            if version != other:
                wrong.append(f"{name} is half written: {version} and {other}")
            if name in found:
                wrong.append(f"{name} is there twice")
            found[name] = (number, version)
        for name in {*self.held, *found, *self.pending}:
            allowed = {self.held.get(name, (0, None))[1]}
            if name in self.pending:
                allowed.add(self.pending[name])
            version = found.get(name, (0, None))[1]
            if version not in allowed:
                wrong.append(f"{name} has version {version}, not one of {allowed}")
        self.held = found
        return wrong


class Flood(threading.Thread):
    """Clients that mean no good: each opens connections of every kind, and never ends them well."""

    def __init__(self, server, seed, most):
        super().__init__(daemon=True)
        self.server, self.most = server, most
        self.random = random.Random(seed)
        self.open, self.stopped = [], threading.Event()
        self.opened = 0

    def run(self):
        while not self.stopped.is_set():
            listener = self.random.choice((PLAIN, TLS))
            api = self.random.choice(("extrahop", "kentik"))
            kind = self.random.choice((self.half_open, self.garbage, self.slow_header, self.slow_body, self.too_long))
            try:
                kind(listener, api)
                self.opened += 1
            except (OSError, ValueError):
                time.sleep(0.01)
            self.crawl()
        for stream in self.open:
            stream.close()

    def keep(self, stream):
        self.open.append(stream)
        if len(self.open) > self.most:
            self.open.pop(0).close()

    def crawl(self):
        """A byte more of everything that is slow."""
        for stream in list(self.open):
            try:
                stream.settimeout(0)
                stream.send(b"a")
            except (OSError, ValueError):
                self.open.remove(stream)
                stream.close()

    def half_open(self, listener, _):
        stream = socket.create_connection(self.server.address(listener), timeout=5)
        # The beginning of a TLS handshake, or of a request.
        stream.sendall(b"\x16\x03\x01\x02\x00\x01" if listener == TLS else b"PO")
        self.keep(stream)

    def garbage(self, listener, _):
        # Also inside of TLS.
        open_ = self.server.stream if self.random.random() < 0.5 else self.raw
        with open_(listener) as stream:
            stream.sendall(self.random.randbytes(self.random.randrange(1, 5000)))

    def raw(self, listener):
        return socket.create_connection(self.server.address(listener), timeout=5)

    def head(self, api, length):
        path = "/api/v1/tags" if api == "extrahop" else "/api/v5/site"
        lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in self.server.headers(api).items()]
        return "\r\n".join([*lines, "", ""]).encode()

    def slow_header(self, listener, api):
        stream = self.server.stream(listener)
        stream.sendall(self.head(api, 10)[:-2] + b"X-Slow: a")
        self.keep(stream)

    def slow_body(self, listener, api):
        stream = self.server.stream(listener)
        stream.sendall(self.head(api, 15 * MIB) + b" " * self.random.choice((1, 1000, 200_000, 2 * MIB)))
        self.keep(stream)

    def too_long(self, listener, api):
        with self.server.stream(listener) as stream:
            stream.sendall(self.head(api, 20 * MIB))
            for _ in range(self.random.randrange(1, 20)):
                stream.sendall(b" " * MIB)


def honest(server, checks, when):
    """Both APIs answer on both listeners."""
    for listener in (PLAIN, TLS):
        for api, path in (("extrahop", "/api/v1/tags"), ("kentik", "/api/v5/sites")):
            try:
                connection = server.connect(listener, 20)
                response, _ = server.ask(connection, api, "GET", path)
                connection.close()
                got = response.status
            except (OSError, http.client.HTTPException) as why:
                got = repr(why)
            checks.right(got == 200, f"{when}: GET {path} over {listener}: {got}")


def kills(program, folder, seconds, seed, checks):
    """Kills a server again and again while it is written to and flooded."""
    chance = random.Random(seed)
    writers = [Writer(f"writer{n}", kind, listener, f"{seed}{n}")
               for n, (kind, listener) in enumerate((k, l) for k in (ExtraHop, Kentik) for l in (PLAIN, TLS))]
    began, peak = time.monotonic(), 0
    for kill in range(KILLS):
        server = Server(program, folder)
        connection = server.connect(PLAIN)
        for number, writer in enumerate(writers):
            wrong = writer.wrong(server, connection)
            checks.right(not wrong, f"after kill {kill}: {'; '.join(wrong[:3])}")
            writers[number] = writer.copy()
            writers[number].server = server
        connection.close()
        flood = Flood(server, f"{seed}{kill}", 50)
        for thread in (*writers, flood):
            thread.start()
        # Each has its share of what time is left, and some are killed sooner.
        share = (began + seconds - time.monotonic()) / (KILLS - kill)
        time.sleep(max(0.05, share * chance.uniform(0.2, 0.9)))
        peak = max(peak, server.peak_memory())
        alive = server.process.poll() is None
        checks.right(alive, f"the server ended by itself before kill {kill + 1}")
        server.end()
        flood.stopped.set()
        for thread in (*writers, flood):
            thread.join(60)
    checks.right(peak < MEMORY, f"the server held {peak} KiB while it was killed")
    refused = [why for writer in writers for why in writer.refused]
    checks.right(not refused, f"{len(refused)} writes were refused: {refused[:2]}")
    written = sum(writer.written for writer in writers)
    checks.right(written > KILLS, f"only {written} writes were answered")
    server = Server(program, folder)
    connection = server.connect(PLAIN)
    for writer in writers:
        wrong = writer.wrong(server, connection)
        checks.right(not wrong, f"after the last kill: {'; '.join(wrong[:3])}")
    connection.close()
    print(f"{KILLS} kills, {written} writes answered, at most {peak // 1024} MiB", flush=True)
    return server


def idle_connections(server, count):
    """Most over plain HTTP, and every fifth over TLS."""
    streams = []
    for number in range(count):
        try:
            streams.append(server.stream(TLS if number % 5 == 0 else PLAIN))
        except OSError as why:
            print(f"connection {number}: {why}", flush=True)
            break
    return streams


def flood(server, seconds, seed, most, checks):
    """Floods a living server, and asks as an honest client."""
    began = time.monotonic()
    floods = [Flood(server, f"{seed}flood{n}", 100) for n in range(2)]
    for thread in floods:
        thread.start()
    streams = idle_connections(server, most)
    checks.right(len(streams) == most, f"only {len(streams)} of {most} connections were taken")
    honest(server, checks, f"with {len(streams)} idle connections")
    while time.monotonic() < began + seconds:
        honest(server, checks, "in the flood")
        checks.right(server.process.poll() is None, "the server ended in the flood")
        time.sleep(1)
    for thread in floods:
        thread.stopped.set()
    for thread in floods:
        thread.join(60)
    for stream in streams:
        stream.close()
    honest(server, checks, "after the flood")
    peak, opened = server.peak_memory(), sum(thread.opened for thread in floods)
    checks.right(peak < MEMORY, f"the server held {peak} KiB in the flood")
    print(f"{len(streams)} idle and {opened} bad connections, at most {peak // 1024} MiB", flush=True)


def idle_allowed():
    """How many connections this machine lets both sides have, after the limit was raised."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    allowed = IDLE if hard == resource.RLIM_INFINITY else min(IDLE, hard - 1000)
    if allowed < IDLE:
        print(f"this machine allows {hard} open files: {allowed} idle connections in place of {IDLE}", flush=True)
    return allowed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True, help="the program")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    program = str(pathlib.Path(options.bin).resolve())
    checks, began, server = Checks(), time.monotonic(), None
    most = idle_allowed()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="wiretwin-kills-"))
    try:
        server = kills(program, folder, options.seconds * KILLING, options.seed, checks)
        left = options.seconds - (time.monotonic() - began)
        flood(server, max(left, 10), options.seed, most, checks)
    finally:
        if server:
            server.end()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{checks.passed} passed, {checks.failed} failed", flush=True)
    # Threads that still hang on a dead server are not waited for.
    os._exit(checks.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
