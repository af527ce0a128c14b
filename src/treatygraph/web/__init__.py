"""Makes pages that can be read in a browser without a server; must not read a text or state a fact."""
