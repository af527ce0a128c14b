"""Two versions of a report side by side; must not read a text itself."""
