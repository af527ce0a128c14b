"""Answers searches in a worker: opens the index once it is there, and writes what was found in the form asked for.

Must not know how a job arrived.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from treatygraph.search import Found, Index, SearchError
from treatygraph.search.kinds import kind_name
from treatygraph.search.written import as_csv, as_json
from treatygraph.serve import formats
from treatygraph.serve.describing import Things
from treatygraph.serve.messages import Job, RefusedError, Reply
from treatygraph.serve.page_parts import MEDIA_TYPE, local_path
from treatygraph.serve.search_page import search_page

FORMS = (formats.PLAIN_JSON, formats.HTML, formats.CSV)
_SUGGESTIONS = "application/x-suggestions+json"
_SUGGESTED = 8


class SearchAnswers:
    """Answers searches by an index that lies in a file."""

    def __init__(self, file: Path | None, things_in: Callable[[str], Things]) -> None:
        self._file = file
        self._things_in = things_in
        self._index: Index | None = None

    @property
    def index(self) -> Index:
        """The index; raises RefusedError 503 where it is not there."""
        if self._index is None:
            if self._file is None or not self._file.is_file():
                raise RefusedError(503, "the index of words is not there; try again soon")
            try:
                self._index = Index.opened(self._file)
            except SearchError as fault:
                raise RefusedError(500, str(fault)) from None
            self._index.warm_up()
        return self._index

    def search(self, job: Job) -> Reply:
        """Return what was found as JSON, CSV or a page; raise RefusedError 400 for what cannot be searched for."""
        chosen = formats.choose(job.accept, FORMS)
        if chosen is None:
            raise RefusedError(406, f"nothing here is of a type you accept ({job.accept}); there is "
                                    f"{formats.listed(FORMS)}")
        form, name = chosen
        index, offset = self.index, int(job.values["offset"])
        if form is formats.HTML and not job.query.strip():
            return Reply(200, MEDIA_TYPE, search_page(job, self._things_in(job.language), None))
        try:
            found = self._found(job, index, offset)
        except SearchError as refused:
            if form is formats.HTML:
                return Reply(200, MEDIA_TYPE, search_page(job, self._things_in(job.language), None, str(refused)))
            raise RefusedError(400, str(refused)) from None
        if form is formats.HTML:
            return Reply(200, MEDIA_TYPE, search_page(job, self._things_in(job.language), found))
        if form is formats.CSV:
            return Reply(200, name, as_csv(found, job.language).encode())
        return Reply(200, name, _json(as_json(found, index, job.query, job.language, offset)))

    def _found(self, job: Job, index: Index, offset: int) -> Found:
        given = job.values
        filters = index.filters(given["kind"].split("\n"), given["conference"], given["state"], given["year"],
                                given["in"])
        return index.search(job.query, filters, language=job.language, limit=int(given["limit"]), offset=offset)

    def suggest(self, job: Job) -> Reply:
        """Return names that begin with what is being written, with kinds and addresses (OpenSearch Suggestions 1.1)."""
        names, kinds, addresses = [], [], []
        try:
            filters = self.index.filters([job.values["kind"]])
            hits = self.index.suggest(job.query, filters, language=job.language, limit=_SUGGESTED)
        except SearchError:
            hits = ()
        for hit in hits:
            names.append(hit.name)
            kinds.append(kind_name(hit.kinds[0], job.language) if hit.kinds else "")
            addresses.append(_address(hit.iri, job.root))
        return Reply(200, _SUGGESTIONS, _json([job.query, names, kinds, addresses]))


def _address(iri: str, root: str) -> str:
    """Return where a thing is described: here where it is ours, under the server's own address."""
    path = local_path(iri, "")
    return path if path == iri else root + path


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
