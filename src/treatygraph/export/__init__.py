"""Files for others: the graph in the forms of RDF, and the flat tables in those of spreadsheets and databases.

Must not write into a folder, nor state anything that the graph does not: bytes go out, the same for the same graph.
"""
