"""Turns what a text names and says into facts; must not write RDF."""
