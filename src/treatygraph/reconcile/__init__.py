"""Reconciliation: which thing of the graph a name in somebody's table stands for, and what is known of it.

Follows the Entity Reconciliation Community Group's "Reconciliation Service API", version 0.2, which OpenRefine speaks.
Must not speak HTTP.
"""

from treatygraph.reconcile.service import ReconcileError, Service, manifest

__all__ = ["ReconcileError", "Service", "manifest"]
