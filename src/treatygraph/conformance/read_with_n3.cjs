// Reads an RDF file by N3.js and writes N-Quads to standard output: node read_with_n3.cjs text/turtle graph.ttl
const { Parser, Writer } = require("n3");
const [format, file] = process.argv.slice(2);
const quads = new Parser({ format, baseIRI: "urn:none:" }).parse(require("fs").readFileSync(file, "utf8"));
const writer = new Writer({ format: "N-Quads" });
writer.addQuads(quads);
writer.end((fault, text) => {
  if (fault) throw fault;
  process.stdout.write(text);
});
