"""The graph as tools that an assistant calls (Model Context Protocol): each answer comes with its evidence.

Must not change the graph, nor answer what its parts below cannot: they ask, explain, search and read.
"""
