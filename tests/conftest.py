"""Lets test modules import the shared build beside them."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

# As the command line does: what the tests share lives to their end, and is not searched for rings again and again.
gc.set_threshold(100_000, 50, 100)

sys.path.insert(0, str(Path(__file__).parent))
