"""What follows from clauses of proceedings: one module for each subject; must not cut a sentence itself."""
