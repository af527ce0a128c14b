"""Sends HTTP requests to a store: signs in as the store asks, tries again where that can help, says what failed.

Must not know what the requests mean.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, field

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
from treatygraph.stores.target import StoreError, UnusableStoreError

_PASSING = {429, 500, 502, 503, 504}
"""Answers that may be better a moment later (RFC 9110, section 15); 500 because Virtuoso answers a deadlock so."""
_LONGEST_WAIT = 30.0
_LONGEST = 200
_UNAUTHORIZED, _FORBIDDEN, _TOO_LARGE, _FULL = 401, 403, 413, 507


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


class _PassingError(Exception):
    """A failure that another attempt may not meet."""

    def __init__(self, words: str, wait: float | None = None) -> None:
        super().__init__(words)
        self.wait = wait


class Session:
    """A connection to one store.

    `timeout` is the number of seconds a request may wait for bytes; `attempts` how often a request is tried at most.
    Between attempts it waits half a second, then a second, two, ..., or as long as the store's Retry-After says.
    """

    def __init__(self, access: Access, *, timeout: float = 300.0, attempts: int = 4,
                 first_wait: float = 0.5) -> None:
        self._access = access
        self._attempts, self._first_wait = attempts, first_wait
        headers = {"User-Agent": "treatygraph"}
        if access.token:
            headers["Authorization"] = f"Bearer {access.token}"
        auth = _AsTheStoreAsks(access.user, access.password or "") if access.user else None
        self._timeout = timeout
        self._client = httpx.Client(auth=auth, headers=headers,
                                    timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(self, method: str, url: str, *, parameters: dict[str, str] | None = None, body: bytes | None = None,
             headers: dict[str, str] | None = None, repeatable: bool = True,
             whatever: bool = False) -> httpx.Response:
        """Send a request and return the answer, which is 2xx or 404, or `whatever` the store answers.

        A request that is not `repeatable` is sent once. Raises UnusableStoreError where the store refuses the user, and
        StoreError, saying what happened, for everything else that fails.
        """
        try:
            address = httpx.URL(url).copy_merge_params(parameters or {})
        except httpx.InvalidURL as fault:
            raise UnusableStoreError(f"{url} is not an address that can be asked ({fault})") from None

        def once() -> httpx.Response:
            response, shown = self._once(method, address, body, headers or {})
            return response if whatever else self._checked(response, method, shown)

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

    def _once(self, method: str, address: httpx.URL, body: bytes | None,
              headers: dict[str, str]) -> tuple[httpx.Response, str]:
        shown = str(address.copy_with(query=None, fragment=None))
        try:
            response = self._client.request(method, address, content=body, headers=headers)
        except httpx.ConnectError as fault:
            raise _PassingError(f"{shown} cannot be reached ({brief(str(fault), _LONGEST)})") from None
        except httpx.TimeoutException:
            # The store may still be at work on it, so the same request is not sent once more on top.
            raise StoreError(f"{shown} did not answer {method} within {self._timeout:g} s; give it longer with "
                             "--timeout") from None
        except httpx.UnsupportedProtocol as fault:
            raise UnusableStoreError(f"{shown} is not an address that can be asked ({fault})") from None
        except httpx.RequestError as fault:
            why = brief(str(fault), _LONGEST)
            raise _PassingError(f"the connection to {shown} broke during {method} ({why})") from None
        return response, shown

    def _checked(self, response: httpx.Response, method: str, shown: str) -> httpx.Response:
        status = response.status_code
        if response.is_success or status == httpx.codes.NOT_FOUND:
            return response
        said = f"{shown} answers {method} with {status}{_said(response)}"
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
        if response.is_redirect:
            raise UnusableStoreError(f"{shown} sends on to {response.headers.get('location', 'elsewhere')}; "
                                "give that address")
        if status in _PASSING:
            asked = response.headers.get("retry-after", "")
            raise _PassingError(said, float(asked) if asked.isdigit() else None)
        raise StoreError(said)


def _said(response: httpx.Response) -> str:
    """Return the store's own words, shortened, without markup."""
    plain = re.sub(r"<(style|script|title)\b.*?</\1>|<[^>]*>", " ", response.text, flags=re.S | re.I)
    words = brief(plain, _LONGEST)
    return f": {words}" if words else f" {response.reason_phrase}".rstrip()
