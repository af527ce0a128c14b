"""Holds ontology, shapes and graph against the checks that others have published, and says what came of each."""
