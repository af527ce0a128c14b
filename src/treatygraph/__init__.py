"""Reads the reports of treaty conferences and emits a knowledge graph that can explain itself."""

__version__ = "0.1.0"
