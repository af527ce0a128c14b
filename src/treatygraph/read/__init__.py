"""Turns a text into a tree of its parts; must not know what the parts mean."""
