"""Writes how the release is cited and deposited: Citation File Format, Zenodo's metadata, schema.org for searching.

Must not say more than the graph says of itself: no DOI that nobody gave.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from treatygraph import __version__, iris, vocab
from treatygraph.export.rdf import Files
from treatygraph.graph.assemble.dataset import CREATOR, TITLE
from treatygraph.release.described import SelfDescription
from treatygraph.release.edition import Edition
from treatygraph.release.media import media_type
from treatygraph.release.renumbered import Numbering

# SPDX's short names of the licences that datasets are given under; another licence is named by its address.
_LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC-BY-SA-4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
}
_CODE = "Apache-2.0"
_HOME = "https://w3id.org/treatygraph/"


def citation(described: SelfDescription, edition: Edition) -> str:
    """Return how the release is cited, in one sentence."""
    makers = "; ".join(described.creators) or "Anonymous"
    return f"{makers} ({edition.issued.year}). {described.words(vocab.TITLE)}, version {edition.version}. {edition.iri}"


def citing_files(described: SelfDescription, numbering: Numbering) -> Files:
    """Return the citation files of dataset and software, and what Zenodo reads of a folder that is deposited."""
    return {
        "CITATION.cff": _dataset_cff(described, numbering.edition),
        "software/CITATION.cff": _software_cff(),
        ".zenodo.json": _json(_zenodo(described, numbering.edition)),
    }


def schema_org(described: SelfDescription, numbering: Numbering, files: Mapping[str, bytes]) -> bytes:
    """Return the release as a schema.org Dataset in JSON-LD, for a page's script element; it loads no context."""
    edition = numbering.edition
    document: dict[str, Any] = {
        "@context": {"@vocab": vocab.SCHEMA},
        "@id": edition.iri, "@type": "Dataset", "url": {"@id": edition.address or iris.DATASET},
        "name": described.words(vocab.TITLE), "description": described.words(vocab.DCTERMS + "description"),
        "version": edition.version, "datePublished": edition.issued.isoformat(), "dateModified": numbering.modified,
        "creator": [{"@type": "Organization", "name": name} for name in described.creators],
        "keywords": described.values(vocab.DCAT + "keyword"),
        "inLanguage": described.values(vocab.SCHEMA + "inLanguage"),
        "creditText": numbering.citation, "isAccessibleForFree": True, "isBasedOn": {"@id": iris.DATASET},
    }
    if described.licence:
        document["license"] = {"@id": described.licence}
    if period := described.one(vocab.SCHEMA + "temporalCoverage"):
        document["temporalCoverage"] = period
    document["distribution"] = [{"@type": "DataDownload", "name": name, "encodingFormat": media_type(name),
                                 "contentSize": f"{len(data)} B",
                                 **({"contentUrl": {"@id": edition.url(name)}} if edition.address else {})}
                                for name, data in files.items()]
    return _json(document)


def licence_text(described: SelfDescription) -> bytes:
    """Return under what licence the release is given, and what is known of the rights in the texts it quotes."""
    lines = [f"{described.words(vocab.TITLE)}", "",
             f"The data are given under {described.licence}" if described.licence else
             "The graph names no licence for itself; ask who made it before you use it.",
             f"The software that made them is given under {_CODE} and is not part of this folder."]
    if described.rights:
        lines += ["", "The graph quotes these texts as evidence. Of the rights in them is known:"]
        lines += [f"- {name}: {words}" for name, words in described.rights]
    return ("\n".join(lines) + "\n").encode()


def _zenodo(described: SelfDescription, edition: Edition) -> dict[str, Any]:
    """Return what Zenodo's deposit API takes (upload_type to version); a DOI is Zenodo's to give."""
    words = "".join(f"<p>{escape(text)}</p>" for text in (
        described.words(vocab.DCTERMS + "description"),
        f"Release {edition.version} of {edition.issued.isoformat()}. README.md says what is in each file."))
    found: dict[str, Any] = {
        "upload_type": "dataset", "title": described.words(vocab.TITLE), "version": edition.version,
        "publication_date": edition.issued.isoformat(), "description": words,
        "creators": [{"name": name} for name in described.creators], "access_right": "open",
        "keywords": described.values(vocab.DCAT + "keyword"),
        "related_identifiers": [{"identifier": iris.DATASET, "relation": "isVersionOf", "scheme": "url"}],
    }
    if described.licence:
        found["license"] = _LICENCES.get(described.licence, described.licence).lower()
    if edition.address:
        found["related_identifiers"].append({"identifier": edition.address, "relation": "isIdenticalTo",
                                             "scheme": "url"})
    return found


def _dataset_cff(described: SelfDescription, edition: Edition) -> bytes:
    fields: dict[str, Any] = {
        "cff-version": "1.2.0", "message": "If you use these data, please cite them as below.", "type": "dataset",
        "title": described.words(vocab.TITLE), "version": edition.version, "date-released": edition.issued.isoformat(),
        "authors": [{"name": name} for name in described.creators],
        "abstract": described.words(vocab.DCTERMS + "description"), "url": edition.address or iris.DATASET,
        "identifiers": [{"type": "url", "value": edition.iri, "description": "this release"}],
        "keywords": described.values(vocab.DCAT + "keyword"),
        "references": [{"type": "software", "title": TITLE, "version": __version__, "authors": [{"name": CREATOR}],
                        "url": _HOME, "license": _CODE}],
    }
    return _cff(fields | _cff_licence(described.licence))


def _software_cff() -> bytes:
    return _cff({"cff-version": "1.2.0", "message": "If you use TreatyGraph, please cite it as below.",
                 "type": "software", "title": TITLE, "version": __version__, "authors": [{"name": CREATOR}],
                 "url": _HOME, "license": _CODE})


def _cff_licence(licence: str) -> dict[str, str]:
    if not licence:
        return {}
    return {"license": _LICENCES[licence]} if licence in _LICENCES else {"license-url": licence}


def _cff(fields: Mapping[str, Any]) -> bytes:
    """Write fields as YAML 1.2, a line each: what JSON writes is YAML (YAML 1.2, 1.3)."""
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items()
                   if value not in ("", [])).encode()


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
