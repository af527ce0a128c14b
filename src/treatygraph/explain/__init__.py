"""Says where a thing or a triple comes from: rule, quoted words, table row, or the triples it follows from.

Must not infer, nor print.
"""

from treatygraph.explain.accounts import Derivation, Derive, Explanation, Inference, Statement, Step
from treatygraph.explain.explainer import Explainer, NotInGraphError
from treatygraph.explain.names import UnknownThingError, short
from treatygraph.explain.rendering import as_json, as_text

__all__ = [
    "Derivation",
    "Derive",
    "Explainer",
    "Explanation",
    "Inference",
    "NotInGraphError",
    "Statement",
    "Step",
    "UnknownThingError",
    "as_json",
    "as_text",
    "short",
]
