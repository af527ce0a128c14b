"""Finds what a text names: States, persons, organisations, symbols, dates, numbers; must not state facts."""
