"""Says who a client is, for whoever shares something out between clients.

Must not decide what a client gets.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

UNKNOWN = "unknown"
_OF_ONE_NETWORK = 64


def client_key(address: str) -> str:
    """Return what stands for a client: its IPv4 address, or the network of its IPv6 address.

    Of IPv6 a client has a whole /64 to itself, and an address in it for every request (RFC 6177). What is no address
    is the one client `unknown`.
    """
    try:
        found = ip_address(address.strip().strip("[]").partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if isinstance(found, IPv4Address):
        return str(found)
    return f"{IPv6Address(int(found) >> _OF_ONE_NETWORK << _OF_ONE_NETWORK)}/{_OF_ONE_NETWORK}"


def client_behind(address: str, forwarded: str) -> str:
    """Return what stands for the client that a proxy names, the last where it names several; else for the proxy.

    Only the last was written by the proxy that sent the request; what stands before it, anybody can write.
    """
    named = client_key(forwarded.rpartition(",")[2])
    return named if named != UNKNOWN else client_key(address)
