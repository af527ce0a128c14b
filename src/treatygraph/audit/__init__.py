"""What of a text was read and what was not, in figures and as a page; must not read a text or state a fact."""
