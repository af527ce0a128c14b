"""Drives headless Chromium through ChromeDriver: just what the tests of pages need."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMEDRIVER = shutil.which("chromedriver")
needs_browser = pytest.mark.skipif(
    not (CHROMIUM and CHROMEDRIVER),
    reason="no Chromium with ChromeDriver is installed (Debian: apt-get install chromium chromium-driver)",
)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--window-size=1440,1000",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Browser:
    """Speaks the W3C WebDriver protocol to ChromeDriver: just what these tests need."""

    def __init__(self, profile: Path, *, scripts: bool = True) -> None:
        for _ in range(3):  # another test's driver may take the port that was free a moment before
            self._driver = subprocess.Popen([str(CHROMEDRIVER), "--port=0"], stdout=subprocess.PIPE, text=True)
            started = (re.search(r"successfully on port (\d+)", line) for line in self._driver.stdout or ())
            port = next((found.group(1) for found in started if found), None)
            if port is not None:
                break
            self._stop()
        assert port is not None, "ChromeDriver does not start"
        self._base = f"http://127.0.0.1:{port}/session"
        options: dict[str, Any] = {"binary": CHROMIUM, "args": [*ARGUMENTS, f"--user-data-dir={profile}"]}
        if not scripts:
            # The content setting of Chromium: no page runs a script; the driver's own still look at it.
            options["prefs"] = {"profile.managed_default_content_settings.javascript": 2}
        capabilities = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        try:
            session = self._call("", {"capabilities": {"alwaysMatch": capabilities}})
        except OSError:
            self._stop()
            raise
        self._base += f"/{session['sessionId']}"

    def _call(self, path: str, body: dict[str, Any] | None = None, method: str = "POST") -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self._base + path, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except HTTPError as fault:
            raise AssertionError(json.load(fault)["value"]["message"]) from None

    def close(self) -> None:
        with suppress(OSError):
            self._call("", method="DELETE")
        self._stop()

    def _stop(self) -> None:
        self._driver.terminate()
        self._driver.wait(10)
        if self._driver.stdout:
            self._driver.stdout.close()

    def open(self, address: str) -> None:
        self._call("/url", {"url": "about:blank"})
        self._call("/se/log", {"type": "browser"})
        self._call("/url", {"url": address})

    def run(self, script: str, *arguments: object) -> Any:
        return self._call("/execute/sync", {"script": script, "args": list(arguments)})

    def wait_for(self, script: str, *arguments: object) -> Any:
        """Run a script that calls its last argument when it has its answer."""
        return self._call("/execute/async", {"script": script, "args": list(arguments)})

    def until(self, css: str) -> None:
        """Wait for something on a page, asking again and again: a script that waits is lost when another page comes."""
        for _ in range(600):
            if self.run("return document.querySelector(arguments[0]) !== null", css):
                return
            time.sleep(0.1)
        raise AssertionError(f"there is no {css}")

    def click(self, css: str) -> None:
        element = next(iter(self._call("/element", {"using": "css selector", "value": css}).values()))
        self.run(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})", css
        )
        self._call(f"/element/{element}/click", {})

    def type(self, css: str, text: str) -> None:
        """Put a text in the place of what stands in a field."""
        element = next(iter(self._call("/element", {"using": "css selector", "value": css}).values()))
        self._call(f"/element/{element}/clear", {})
        if text:
            self._call(f"/element/{element}/value", {"text": text})

    def hover(self, css: str) -> None:
        element = self._call("/element", {"using": "css selector", "value": css})
        self.run(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})", css
        )
        move = {"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": element}
        self._call("/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": [move]}]})

    def press(self, *keys: str) -> None:
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._call("/actions", {"actions": [{"type": "key", "id": "keys", "actions": strokes}]})

    def console(self) -> list[str]:
        return [entry["message"] for entry in self._call("/se/log", {"type": "browser"})]
