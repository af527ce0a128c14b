"""The dataset as other programs see it: opened, asked, and as flat tables with documented columns.

Must not be imported by the rooms that make or answer it; `treatygraph.open` and `treatygraph.build` lead here.
"""
