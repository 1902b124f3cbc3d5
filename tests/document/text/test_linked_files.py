"""Whether an address is public, without resolving it."""

import pytest

from custom_components.cloudprint.document.text.linked_files import looks_public


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a.png",
        "HTTP://EXAMPLE.COM:8080",
        "https://8.8.8.8",
        "https://[2001:4860:4860::8888]:8123/a",
        "https://[::ffff:8.8.8.8]",
        "https://例子.中国/a",
    ],
)
def test_public(url: str) -> None:
    """Public addresses and host names are public."""
    assert looks_public(url)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "a.png",
            "/local/a.png",
            "//example.com",
            "ftp://example.com",
            "file:///a",
        ),
        *("javascript:alert(1)", "http://", "http:///a", "https://nas/a"),
        *(
            "http://nas.local",
            "http://nas.LAN./a",
            "http://a.home.arpa",
            "http://localhost",
        ),
        *("http://10.0.0.1", "http://127.0.0.1:8123", "http://169.254.1.1"),
        *("http://[::1]", "http://[fe80::1]", "http://[::ffff:192.168.1.1]"),
        *("http://[1/a", "http://user@192.168.1.1/a"),
    ],
)
def test_not_public(url: str) -> None:
    """Local addresses, local host names and other schemes are not."""
    assert not looks_public(url)
