"""Answers requests to the reconciliation service in a worker, and writes the small page that previews an entity.

Must not know how a job arrived.
"""

from __future__ import annotations

import json

from pyoxigraph import Store

from treatygraph.reconcile import ReconcileError, Service
from treatygraph.serve.assets import POLICY
from treatygraph.serve.messages import Job, RefusedError, Reply
from treatygraph.serve.page_parts import MEDIA_TYPE, Frame
from treatygraph.serve.search_answers import SearchAnswers

_JSON = "application/json"


class ReconcileAnswers:
    """Answers against the store of a worker and the index of its words."""

    def __init__(self, store: Store, searches: SearchAnswers, *, united: bool) -> None:
        self._store = store
        self._searches = searches
        self._united = united
        self._service: Service | None = None

    def answer(self, job: Job) -> Reply:
        """Return the answer; raise RefusedError 400 or 413 for what is no request, 404 where there is no entity."""
        if self._service is None:
            self._service = Service(self._store, self._searches.index, united=self._united)
        service, given, language = self._service, job.values, job.language
        try:
            if job.iri == "queries":
                return _json(service.reconcile(given["request"], language))
            if job.iri == "extend":
                return _json(service.extend(given["request"], language))
        except ReconcileError as refused:
            raise RefusedError(413 if refused.too_large else 400, str(refused)) from None
        if job.iri == "suggest":
            return _json(service.suggest(given["what"], given["prefix"], int(given["cursor"]), language, given["type"]))
        if job.iri == "properties":
            return _json(service.proposed(given["type"], int(given["limit"]) if given["limit"] else None, language))
        found = service.preview(given["id"], language)
        if found is None:
            raise RefusedError(404, f"there is no entity '{given['id'][:80]}' here")
        page = Frame(job).render("preview.html", thing=found, language=language)
        # Shown in a frame of whoever's program it is that matches a table.
        return Reply(200, MEDIA_TYPE, page, {"content-security-policy": POLICY})


def _json(value: object) -> Reply:
    return Reply(200, _JSON, json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
