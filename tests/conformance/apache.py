"""A real Apache on this machine that has w3id/.htaccess, with the server's name replaced, and nothing else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MODULES = Path("/usr/lib/apache2/modules")
HTACCESS = Path(__file__).parents[2] / "w3id" / ".htaccess"
NEEDED = ("mpm_event", "authz_core", "rewrite", "headers", "dir")


def missing() -> str:
    """Say what is missing to start one, or nothing."""
    found = shutil.which("apache2") and all((MODULES / f"mod_{name}.so").is_file() for name in NEEDED)
    return "" if found else "no Apache (Debian: apache2)"


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def redirecting_to(server: str) -> Iterator[str]:
    """Start Apache with the redirects leading to `server`, yield the address that stands in for w3id.org, stop it."""
    folder = Path(tempfile.mkdtemp(prefix="treatygraph-apache-"))
    folder.chmod(0o755)
    root = folder / "www" / "treatygraph"
    root.mkdir(parents=True)
    text = HTACCESS.read_text(encoding="utf-8")
    assert text.count("https://treatygraph.example") == 1
    (root / ".htaccess").write_text(text.replace("https://treatygraph.example", server), encoding="utf-8")
    port = free_port()
    modules = "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in NEEDED)
    user = "User www-data\nGroup www-data\n" if os.getuid() == 0 else ""
    (folder / "httpd.conf").write_text(
        f"ServerRoot {folder}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\n"
        f"{modules}{user}ErrorLog {folder}/error.log\nDefaultRuntimeDir {folder}\nDocumentRoot {folder}/www\n"
        f"<Directory {folder}/www>\nAllowOverride All\nRequire all granted\nOptions FollowSymLinks\n</Directory>\n",
        encoding="utf-8")
    with subprocess.Popen(["apache2", "-f", str(folder / "httpd.conf"), "-D", "FOREGROUND"],
                          stderr=subprocess.PIPE, text=True) as process:
        try:
            for _ in range(200):
                if process.poll() is not None:
                    raise RuntimeError(f"Apache ended: {_said(folder)}")
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/treatygraph"
        finally:
            process.terminate()
            process.communicate(timeout=30)
            shutil.rmtree(folder, ignore_errors=True)


def _said(folder: Path) -> str:
    log = folder / "error.log"
    return log.read_text(encoding="utf-8") if log.is_file() else "without a word"
