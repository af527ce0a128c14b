"""What the tests of this folder share."""

from opened import graph, opened_once

__all__ = ["graph", "opened_once"]
