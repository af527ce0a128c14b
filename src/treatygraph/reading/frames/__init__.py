"""Clauses and their roles: who does what, when, where and under what; must not say what follows from it."""
