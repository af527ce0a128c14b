"""Who stood where under a treaty on a day, and when it enters into force; must not read a report."""
