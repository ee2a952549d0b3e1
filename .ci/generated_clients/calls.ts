// Ten operations of each API by a client in TypeScript: calls.js READY_FILE.
import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { paths as ExtraHop } from "./extrahop.js";
import type { paths as Kentik } from "./kentik.js";

const ready = JSON.parse(readFileSync(process.argv[2], "utf8"));
const extrahop = createClient<ExtraHop>({
  baseUrl: `${ready.https}/api/v1`,
  headers: { Authorization: `ExtraHop apikey=${ready.api_keys.full_system}` },
});
const kentik = createClient<Kentik>({
  baseUrl: `${ready.https}/api/v5`,
  headers: {
    "X-CH-Auth-Email": ready.kentik.email,
    "X-CH-Auth-API-Token": ready.kentik.administrator_token,
  },
});

const calls = [
  extrahop.GET("/extrahop"),
  extrahop.GET("/devices", { params: { query: { search_type: "name", value: "shop" } } }),
  extrahop.GET("/devices/{id}", { params: { path: { id: 2 } } }),
  extrahop.GET("/tags"),
  extrahop.GET("/alerts"),
  extrahop.GET("/devicegroups"),
  extrahop.GET("/users"),
  extrahop.GET("/triggers"),
  extrahop.GET("/vlans"),
  extrahop.GET("/dashboards"),
  kentik.GET("/sites"),
  kentik.GET("/devices"),
  kentik.GET("/users"),
  kentik.GET("/tags"),
  kentik.GET("/plans"),
  kentik.GET("/deviceLabels"),
  kentik.GET("/saved-filters"),
  kentik.GET("/customdimensions"),
  kentik.GET("/customApplications"),
  kentik.GET("/site/{id}", { params: { path: { id: 8483 } } }),
];
let passed = 0;
for (const { response, data, error } of await Promise.all(calls)) {
  if (response.status !== 200 || data === undefined) {
    throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  }
  passed += 1;
}
console.log(`${passed} passed, 0 failed`);
