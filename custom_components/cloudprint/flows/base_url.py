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
    """Return an address in the form in which it is kept: with no slash at its end.

    The key's signature and everything printed go there: only this machine itself is
    reached without encryption. Raises InvalidBaseUrlError.
    """
    try:
        url = URL(value.strip())
        is_usable = (
            url.scheme in ("http", "https")
            and bool(url.host)
            and url.port != 0
            and url.user is None
            and url.password is None
            and not url.query_string
            and not url.fragment
        )
    except ValueError as err:
        raise InvalidBaseUrlError("invalid_url") from err
    if not is_usable:
        raise InvalidBaseUrlError("invalid_url")
    if url.scheme != "https" and not _is_this_machine(url.host or ""):
        raise InvalidBaseUrlError("not_encrypted")
    return str(url.with_query(None).with_fragment(None)).rstrip("/")


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
