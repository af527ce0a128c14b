"""A numbered release of the graph: its files, what describes them, what changed since the one before, and checksums.

Must not look at a clock, nor fetch anything: the same graph, number, day and earlier release give the same bytes.
"""
