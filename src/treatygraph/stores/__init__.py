"""Writes our graphs into triple stores, and says truly what lies there afterwards.

Must not build, infer or print.
"""
