"""The dataset's description meets the shapes of DCAT-AP 3 but for what vocabularies that are not loaded would explain."""

from __future__ import annotations

from pathlib import Path

import built
import pytest
import rdflib
from pyshacl import validate

from treatygraph.graph.serialize import turtle
from treatygraph.vocab import DESCRIPTION_PREFIXES

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
DCT, DCAT = "http://purl.org/dc/terms/", "http://www.w3.org/ns/dcat#"
BESIDE = [folder / "shared" / "dcat-ap" for folder in Path(__file__).resolve().parents]
SHAPES = next((folder for folder in BESIDE if folder.is_dir()), None)
GUIDE = Path(__file__).parents[2] / "docs" / "conformance.md"
# The value is a term of others, and their vocabulary says what it is: property, and whose terms.
EXPLAINED = {
    (DCT + "license", "https://creativecommons.org/licenses/"),
    (DCAT + "mediaType", "https://www.iana.org/assignments/media-types/"),
    (DCT + "language", "http://id.loc.gov/vocabulary/iso639-1/"),
    (DCAT + "theme", "http://publications.europa.eu/resource/authority/data-theme/"),
}
pytestmark = pytest.mark.skipif(
    SHAPES is None, reason="the shapes of DCAT-AP (shared/dcat-ap) do not stand beside the project")


def found(file: str) -> list[tuple[str, str, str]]:
    """What a file of shapes finds: constraint, property and value."""
    assert SHAPES is not None
    data = rdflib.Graph().parse(data=turtle(built.build().graphs["dataset"], "", DESCRIPTION_PREFIXES), format="turtle")
    shapes = rdflib.Graph().parse(SHAPES / file)
    _, report, _ = validate(data, shacl_graph=shapes, inference="none")
    return [(str(report.value(result, SH.sourceConstraintComponent)), str(report.value(result, SH.resultPath)),
             str(report.value(result, SH.value)))
            for result in report.subjects(rdflib.RDF.type, SH.ValidationResult)]


def test_the_shapes_of_properties_find_nothing() -> None:
    assert found("shapes.ttl") == []


def test_the_shapes_of_ranges_find_only_terms_of_vocabularies_not_loaded() -> None:
    results = found("range.ttl")
    assert {constraint for constraint, _, _ in results} == {str(SH.ClassConstraintComponent)}
    unexplained = [(path, value) for _, path, value in results
                   if not any(path == explained and value.startswith(whose) for explained, whose in EXPLAINED)]
    assert unexplained == []


def test_the_guide_names_what_is_left() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for name in ("`dcterms:license`", "`dcat:mediaType`", "`dcterms:language`", "`dcat:theme`"):
        assert f"| {name} |" in text
