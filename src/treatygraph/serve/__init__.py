"""Serves graphs over HTTP: a SPARQL endpoint, graph reads and dereferencing; must not change a graph."""
