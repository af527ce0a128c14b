"""Finds the socket to listen on: one that systemd hands over, or one bound to an address.

Must not accept a connection.
"""

from __future__ import annotations

import errno
import os
import socket

from treatygraph.serve.processes import ServeError
from treatygraph.serve.wording import one_line

BACKLOG = 1024
_FIRST_HANDED = 3


def handed_socket() -> socket.socket | None:
    """Return the socket that was handed over as systemd does (sd_listen_fds(3)); None where none was.

    It outlives the server, so that who connects while a new server starts waits instead of being refused.
    """
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or not os.environ.get("LISTEN_FDS", "").isdigit():
        return None
    if int(os.environ["LISTEN_FDS"]) < 1:
        return None
    try:
        found = socket.socket(fileno=_FIRST_HANDED)
    except OSError as fault:
        raise ServeError(f"the socket that was handed over cannot be used ({fault.strerror or fault})") from None
    if found.family not in {socket.AF_INET, socket.AF_INET6} or found.type != socket.SOCK_STREAM:
        found.close()
        raise ServeError("the socket that was handed over is not one of TCP; give ListenStream= a port")
    for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"):
        os.environ.pop(name, None)
    found.set_inheritable(False)
    return found


def bound_socket(host: str, port: int) -> socket.socket:
    """Bind an address; raise ServeError, with what to do, where it cannot be bound."""
    if not host.strip():
        raise ServeError("an empty address would let every machine in; name one, such as 127.0.0.1, or 0.0.0.0 to let "
                         "others in")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, for asyncio turns off the gathering of small packets only then: it costs 40 ms an answer.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(BACKLOG)
    except OverflowError:
        found.close()
        raise ServeError(f"{port} is not a port; choose one from 0 to 65535") from None
    except (ValueError, TypeError):
        found.close()
        raise ServeError(f"'{one_line(host)}' is not an address that can be listened on") from None
    except OSError as fault:
        found.close()
        if fault.errno == errno.EADDRINUSE:
            raise ServeError(f"port {port} on {host} is in use; choose another with --port, or --port 0 for any "
                             "that is free") from None
        raise ServeError(f"{host}, port {port}: cannot be used ({fault.strerror or fault})") from None
    return found


def address_of(listening: socket.socket) -> str:
    """Return the address of a socket as a client writes it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
