// node --test: a server for this file, in memory, on a free port.
import assert from "node:assert";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";

let server, ready;

before(async () => {
  const file = join(mkdtempSync(join(tmpdir(), "wiretwin-")), "ready.json");
  const ports = ["--listen", "0", "--http-listen", "0"];
  const time = ["--clock", "2026-03-02T12:00:00Z"];
  server = spawn("wiretwin", ["serve", "--ephemeral", ...ports, ...time, "--ready-file", file]);
  while (!existsSync(file)) {
    assert.equal(server.exitCode, null, "wiretwin did not start");
    await setTimeout(10);
  }
  ready = JSON.parse(readFileSync(file, "utf8"));
});
after(() => server.kill());

// Plain HTTP: fetch trusts a certificate only by NODE_EXTRA_CA_CERTS, which is read when Node starts.
function call(path, options = {}, level = "full_write") {
  const headers = { Authorization: `ExtraHop apikey=${ready.api_keys[level]}` };
  return fetch(`${ready.http}/api/v1${path}`, { ...options, headers });
}

test("a tag is created", async () => {
  const body = JSON.stringify({ name: "from a test" });
  const created = await call("/tags", { method: "POST", body });
  assert.equal(created.status, 201);
  const tags = await (await call("/tags")).json();
  assert.ok(tags.some((tag) => tag.name === "from a test"));
});

test("a reader may not write", async () => {
  const refused = await call("/tags", { method: "POST", body: "{}" }, "read_only");
  assert.equal(refused.status, 403);
});
