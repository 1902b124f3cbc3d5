"""Which addresses of the service are accepted."""

from ipaddress import ip_address

from yarl import URL


class InvalidBaseUrlError(ValueError):
    """An address cannot be that of the service; `key` names the form's error."""

    def __init__(self, key: str) -> None:
        """Keep the name of the error."""
        super().__init__(key)
        self.key = key


def normalized_base_url(value: str) -> str:
    """Return an address without what comes after its path.

    The key's signature and everything printed go there: only this machine itself is
    reached without encryption. Raises InvalidBaseUrlError.
    """
    try:
        url = URL(value.strip())
        if url.scheme not in ("http", "https") or not url.host or url.user is not None:
            raise InvalidBaseUrlError("invalid_url")
        is_port_usable = url.port != 0
    except ValueError as err:
        if isinstance(err, InvalidBaseUrlError):
            raise
        raise InvalidBaseUrlError("invalid_url") from err
    if url.query_string or url.fragment or not is_port_usable:
        raise InvalidBaseUrlError("invalid_url")
    if url.scheme != "https" and not _is_this_machine(url.host):
        raise InvalidBaseUrlError("not_encrypted")
    return str(url).rstrip("/")


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
