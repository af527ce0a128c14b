// Makes world.json from Natural Earth's boundaries: a path for each area and a dot for each small one, by M49 code.
//
//     cd browser/world && npm ci && npm run make
//
// Natural Earth is in the public domain; `areas` is its version 2.0.0 at 1:110 million, `places` 4.1.0 at 1:10 million,
// both as the package world-atlas (BSD-3-Clause, ISC) gives them. Must not know of a State's name or status: pages look
// a State up by its code.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from "d3-geo";
import polygonClipping from "polygon-clipping";
import { feature } from "topojson-client";

const WIDTH = 2000;
// What is drawn smaller than this many square units gets a dot too.
const SMALL = 70;
const ANTARCTICA = "010", MOROCCO = "504", WESTERN_SAHARA = "732";
// Areas without a code of their own in M49 belong to the country area to which M49 counts them: those that the atlas
// draws without a code lie around these places.
const COUNTED_TO = [[[33.5, 35.25], "196"], [[46, 10], "706"], [[21, 42.6], "688"]];
const RECODED = { "158": "156" };
// The northern boundary of the Non-Self-Governing Territory of Western Sahara, 27 degrees 40 minutes north; the atlas
// draws a line of control further east.
const NORTHERN_BOUNDARY = 27 + 40 / 60;

const read = (name) => {
  const topology = JSON.parse(readFileSync(new URL(`node_modules/${name}`, import.meta.url)));
  return feature(topology, topology.objects.countries).features;
};
const polygons = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates);
const round = (number) => Math.round(number);
const inside = (ring, [x, y]) => ring.reduce((odd, [x1, y1], at) => {
  const [x2, y2] = ring[(at + 1) % ring.length];
  return (y1 > y) !== (y2 > y) && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1 ? !odd : odd;
}, false);

function code(area) {
  if (area.id > 0) return RECODED[area.id] ?? area.id.toString().padStart(3, "0");
  const found = COUNTED_TO.find(([place]) => polygons(area.geometry).some(([ring]) => inside(ring, place)));
  if (!found) throw new Error(`an area without a code around ${geoCentroid(area)}`);
  return found[1];
}

// Returns polygons whose rings run the way that holds less than half of the sphere.
const wound = (coordinates) => coordinates.map((rings) => rings.map((ring, at) => {
  const whole = geoArea({ type: "Polygon", coordinates: [ring] }) > 2 * Math.PI;
  return whole === (at === 0) ? [...ring].reverse() : ring;
}));

const areas = new Map();
for (const area of read("areas/world/110m.json")) {
  const key = code(area);
  if (key !== ANTARCTICA) areas.set(key, [...(areas.get(key) ?? []), ...polygons(area.geometry)]);
}
const south = [[[-30, 20], [0, 20], [0, NORTHERN_BOUNDARY], [-30, NORTHERN_BOUNDARY], [-30, 20]]];
const beyond = polygonClipping.intersection(areas.get(MOROCCO), south);
areas.set(WESTERN_SAHARA, wound(polygonClipping.union(areas.get(WESTERN_SAHARA), beyond)));
areas.set(MOROCCO, wound(polygonClipping.difference(areas.get(MOROCCO), south)));
for (const [key, held] of areas) {
  // Two areas that are one have no line between them.
  if (COUNTED_TO.some(([, to]) => to === key)) areas.set(key, wound(polygonClipping.union(...held)));
}

const all = { type: "MultiPolygon", coordinates: [...areas.values()].flat() };
const projection = geoEqualEarth().fitWidth(WIDTH, all);
const [[, top], [, bottom]] = geoPath(projection).bounds(all);
const [x0, y0] = projection.translate();
projection.translate([x0, y0 - top]);

// A path in whole units, each point by its distance from the one before; points that fall together are one.
class Path {
  constructor() { this.text = ""; this.at = [0, 0]; }
  moveTo(x, y) { this.at = [round(x), round(y)]; this.text += `M${this.at[0]},${this.at[1]}`; this.first = true; }
  lineTo(x, y) {
    const to = [round(x), round(y)], [dx, dy] = [to[0] - this.at[0], to[1] - this.at[1]];
    if (!dx && !dy) return;
    this.text += `${this.first ? "l" : dx < 0 ? "" : " "}${dx}${dy < 0 ? "" : ","}${dy}`;
    this.at = to; this.first = false;
  }
  closePath() { this.text += "z"; }
  get drawn() { return this.text.replace(/M[-\d,]+z/g, ""); }
}

const drawn = {}, sizes = {};
for (const key of [...areas.keys()].sort()) {
  const shape = { type: "MultiPolygon", coordinates: areas.get(key) }, path = new Path();
  geoPath(projection, path)(shape);
  if (path.drawn) drawn[key] = path.drawn;
  sizes[key] = geoPath(projection).area(shape);
}

const dots = {};
for (const place of read("places/countries-10m.json")) {
  const key = place.id;
  if (!key || RECODED[key] || (sizes[key] ?? 0) >= SMALL) continue;
  // What is drawn is where it is drawn; only the finer shapes know what is not.
  const islands = wound(areas.get(key) ?? polygons(place.geometry))
    .map((coordinates) => ({ type: "Polygon", coordinates })).sort((one, other) => geoArea(other) - geoArea(one));
  const [x, y] = projection(geoCentroid(islands[0])).map(round);
  if (!(key in dots) && y < bottom - top) dots[key] = [x, y];
}

const lines = (held) => Object.entries(held).sort().map(([key, value]) => `  "${key}": ${JSON.stringify(value)}`).join(",\n");
const sum = createHash("sha256");
for (const file of ["make.mjs", "package-lock.json"]) sum.update(readFileSync(new URL(file, import.meta.url)));
writeFileSync(new URL("../../src/treatygraph/serve/world.json", import.meta.url), `{
 "about": "Made from Natural Earth, public domain, by browser/world/make.mjs; the Equal Earth projection",
 "from": "${sum.digest("hex")}",
 "width": ${WIDTH}, "height": ${Math.ceil(bottom - top)},
 "areas": {
${lines(drawn)}
 },
 "dots": {
${lines(dots)}
 }
}
`);
