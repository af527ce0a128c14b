"""The pages of single kinds of things: what people ask of a State, a conference, a document, found for its template."""
