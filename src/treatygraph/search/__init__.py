"""Search: an index of names, symbols, codes and words, built from a store, and the answers it gives.

Must not serve or print them.
"""

from treatygraph.search.asking import Filters
from treatygraph.search.building import SearchError, build_index
from treatygraph.search.index import Found, Hit, Index

__all__ = ["Filters", "Found", "Hit", "Index", "SearchError", "build_index"]
