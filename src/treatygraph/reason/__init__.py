"""What follows from the graph and what breaks its shapes; must not read a text."""
