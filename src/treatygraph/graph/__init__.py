"""Records and table rows as RDF: assembled, written, held in a store; must not read a text."""
