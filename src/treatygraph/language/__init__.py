"""Each language's words as data, and their loading; must not read a report."""
