"""Sends HTTP requests to a store: signs in as the store asks, tries again where that can help, says what failed.

Must not know what the requests mean, nor wait for ever for an answer.
"""

from __future__ import annotations

import base64
import re
import socket
import ssl
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from treatygraph.model import brief
from treatygraph.stores.answer import LARGEST, Reply, bounded, read, without_secrets
from treatygraph.stores.target import StoreError, UnusableStoreError

_PASSING = {429, 500, 502, 503, 504}
"""Answers that may be better a moment later (RFC 9110, section 15); 500 because Virtuoso answers a deadlock so."""
_LONGEST_WAIT = 30.0
_LONGEST = 200
_UNAUTHORIZED, _FORBIDDEN, _TOO_LARGE, _FULL = 401, 403, 413, 507


# In one pass: a mark that nothing ends takes the rest, so that no mark is looked for twice.
_MARKUP = re.compile(r"<(style|script|title)\b.*?(?:</\1>|\Z)|<[^<>]*>?", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Access:
    """Who signs in, and how: user and password, or a bearer token, or nobody."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)


class _AsTheStoreAsks(httpx.Auth):
    """Signs in by Digest or Basic, whichever the store's challenge names (RFC 7616, RFC 7617)."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._scheme: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._scheme is None:
            response = yield request
            if response.status_code != _UNAUTHORIZED:
                return
            challenge = response.headers.get("www-authenticate", "").lower()
            digest = "digest" in challenge
            self._scheme = (httpx.DigestAuth if digest else httpx.BasicAuth)(self._user, self._password)
        yield from self._scheme.auth_flow(request)


@cache
def _trusted() -> ssl.SSLContext:
    """Return the certificates trusted, as httpx trusts them; they take longer to load than a store takes to answer."""
    return httpx.create_ssl_context()


class _PassingError(Exception):
    """A failure that another attempt may not meet."""

    def __init__(self, words: str, wait: float | None = None) -> None:
        super().__init__(words)
        self.wait = wait


class Session:
    """A connection to one store.

    `timeout` is the number of seconds a request may take until its answer is there to the last byte; `attempts` how
    often it is tried at most; `largest` how many bytes an answer may have. Between attempts it waits half a second,
    then a second, two, ..., or as long as the store's Retry-After says.
    """

    def __init__(self, access: Access, *, timeout: float = 300.0, attempts: int = 4,
                 first_wait: float = 0.5, largest: int = LARGEST) -> None:
        self._access, self._largest = access, largest
        self._attempts, self._first_wait = attempts, first_wait
        headers = {"User-Agent": "treatygraph"}
        if access.token:
            headers["Authorization"] = f"Bearer {access.token}"
        auth = _AsTheStoreAsks(access.user, access.password or "") if access.user else None
        headers["Accept-Encoding"] = "gzip, deflate"
        self._timeout = timeout
        self._client = httpx.Client(auth=auth, headers=headers, event_hooks={"response": [bounded]}, verify=_trusted(),
                                    timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)))
        self._sockets: list[socket.socket] = []

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(self, method: str, url: str, *, parameters: dict[str, str] | None = None, body: bytes | None = None,
             headers: dict[str, str] | None = None, repeatable: bool = True,
             whatever: bool = False, largest: int | None = None) -> Reply:
        """Send a request and return the answer, which is 2xx or 404, or `whatever` the store answers.

        A request that is not `repeatable` is sent once; its answer may be bounded to fewer than the `largest` of all.
        Raises UnusableStoreError where the store refuses the user, and
        StoreError, saying what happened, for everything else that fails.
        """
        try:
            address = httpx.URL(url).copy_merge_params(parameters or {})
        except httpx.InvalidURL:
            raise UnusableStoreError(f"{without_secrets(url)} is not an address that can be asked") from None
        most = min(self._largest, largest or self._largest)

        def once() -> Reply:
            reply, shown = self._once(method, address, body, headers or {}, most)
            return reply if whatever else self._checked(reply, method, shown)

        waits = wait_exponential(multiplier=self._first_wait, max=_LONGEST_WAIT) + wait_random(0, self._first_wait)

        def wait(state: RetryCallState) -> float:
            fault = state.outcome.exception() if state.outcome else None
            asked = fault.wait if isinstance(fault, _PassingError) else None
            return min(asked, _LONGEST_WAIT) if asked is not None else waits(state)

        retrying = Retrying(retry=retry_if_exception_type(_PassingError), wait=wait, reraise=True,
                            stop=stop_after_attempt(self._attempts if repeatable else 1))
        try:
            return retrying(once)
        except _PassingError as fault:
            tries = f" ({self._attempts} attempts)" if repeatable and self._attempts > 1 else ""
            raise StoreError(f"{fault}{tries}") from None

    def _once(self, method: str, address: httpx.URL, body: bytes | None, headers: dict[str, str],
              most: int) -> tuple[Reply, str]:
        shown = without_secrets(str(address))
        # The store may still be at work on it, so the same request is not sent once more on top.
        late = StoreError(f"{shown} did not answer {method} within {self._timeout:g} s; give it longer with --timeout")
        with self._in_time() as over:
            try:
                request = self._client.build_request(method, address, content=body, headers=headers,
                                                     extensions={"trace": self._remember})
                response = self._client.send(request, stream=True)
                try:
                    reply = read(response, most, f"{shown} answers {method}")
                finally:
                    response.close()
            except httpx.ConnectError as fault:
                raise _PassingError(f"{shown} cannot be reached ({self._told(str(fault))})") from None
            except httpx.TimeoutException:
                raise late from None
            except httpx.UnsupportedProtocol as fault:
                raise UnusableStoreError(f"{shown} is not an address that can be asked ({fault})") from None
            except (KeyError, ValueError) as fault:  # a digest that the library cannot read, or does not know
                raise UnusableStoreError(f"{shown} asks to sign in in a way that is not known here "
                                         f"({self._told(str(fault))})") from None
            except httpx.RequestError as fault:
                if over.is_set():
                    raise late from None
                why = self._told(str(fault))
                raise _PassingError(f"the connection to {shown} broke during {method} ({why})") from None
        if over.is_set():
            raise late
        return reply, shown

    @contextmanager
    def _in_time(self) -> Iterator[threading.Event]:
        """Break the connection once a request has taken too long, however busily the store sends; tell by an event.

        The waits that the library bounds begin anew with every byte.
        """
        over = threading.Event()

        def end() -> None:
            over.set()
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

        watch = threading.Timer(self._timeout, end)
        watch.daemon = True
        watch.start()
        try:
            yield over
        finally:
            watch.cancel()

    def _remember(self, event: str, details: dict[str, Any]) -> None:
        """Keep the sockets of connections as they are made (the library's `trace` extension)."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._sockets = [one for one in self._sockets if one.fileno() >= 0]
            self._sockets.append(details["return_value"].get_extra_info("socket"))

    def _told(self, words: str) -> str:
        """Return the words of a store or of a fault, shortened, without markup and without what signs in."""
        for secret in self._secrets():
            words = words.replace(secret, "…")
        return brief(_MARKUP.sub(" ", words), _LONGEST)

    def _secrets(self) -> list[str]:
        user, password, token = self._access.user or "", self._access.password, self._access.token
        signed = base64.b64encode(f"{user}:{password}".encode()).decode() if password else ""
        return [secret for secret in (signed, password, token) if secret]

    def _checked(self, response: Reply, method: str, shown: str) -> Reply:
        status = response.status_code
        if httpx.codes.is_success(status) or status == httpx.codes.NOT_FOUND:
            return response
        words = self._told(response.content.decode("utf-8", "replace"))
        reason = httpx.codes.get_reason_phrase(status)
        said = f"{shown} answers {method} with {status}" + (f": {words}" if words else f" {reason}".rstrip())
        if status == _UNAUTHORIZED:
            if self._access.user or self._access.token:
                who = f"user '{self._access.user}' and the password" if self._access.user else "the token"
                raise UnusableStoreError(f"{shown} does not accept {who} (401)")
            raise UnusableStoreError(f"{shown} wants a user (401); give --user NAME, and the password in the "
                                     "variable TREATYGRAPH_PASSWORD or in a file named by --password-file")
        if status == _FORBIDDEN:
            raise UnusableStoreError(f"{said}; the user may not write here")
        if status == _FULL:
            raise StoreError(f"{said}; the store is full")
        if status == _TOO_LARGE:
            raise StoreError(f"{said}; the store takes no request as large; write by --update, which sends batches")
        if httpx.codes.is_redirect(status):
            elsewhere = self._told(without_secrets(response.headers.get("location", "elsewhere")))
            raise UnusableStoreError(f"{shown} sends on to {elsewhere}; give that address")
        if status in _PASSING:
            asked = response.headers.get("retry-after", "")
            raise _PassingError(said, float(asked[:9]) if asked.isdecimal() else None)
        raise StoreError(said)
