// Large requests that are refused, with Node's own client. Takes the CA's file and the requests.
"use strict";
const fs = require("fs");
const https = require("https");

const BODY = Buffer.alloc(20000000, " ");
const ca = fs.readFileSync(process.argv[2]);

function statusOf(url, headers) {
  return new Promise((resolve) => {
    const options = { method: "POST", ca, headers, agent: false, timeout: 60000 };
    const request = https.request(url, options, (response) => {
      response.on("error", (why) => resolve(String(why)));
      response.on("end", () => resolve(String(response.statusCode)));
      response.resume();
    });
    request.on("timeout", () => request.destroy(new Error("nothing came")));
    request.on("error", (why) => resolve(String(why)));
    request.end(BODY);
  });
}

async function main() {
  let passed = 0;
  let failed = 0;
  for (const line of fs.readFileSync(process.argv[3], "utf8").trimEnd().split("\n")) {
    const [expected, url, ...given] = line.split("\t");
    const headers = { "Content-Type": "application/json", "Content-Length": BODY.length };
    for (let at = 0; at < given.length; at += 2) headers[given[at]] = given[at + 1];
    const got = await statusOf(url, headers);
    if (got === expected) {
      passed += 1;
    } else {
      failed += 1;
      console.log(`${url}: ${got} instead of ${expected}`);
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}

main();
