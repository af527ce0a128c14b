"""Turns facts and table rows into RDF; must not read a text."""
