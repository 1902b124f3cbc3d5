"""Tests of the certificate of encrypted connections."""

import errno
from pathlib import Path
import ssl
from unittest.mock import patch

from cryptography import x509
import pytest

from custom_components.cloudprint.ipp.certificate import (
    async_create_context,
    async_get_host_name,
    create_certificate,
    load_context,
)
from homeassistant.core import HomeAssistant


async def test_lasts(hass: HomeAssistant, config_folder: Path) -> None:
    """It is created once, for our host name, and nobody else may read its key."""
    await async_create_context(hass)
    path = config_folder / ".storage/cloudprint/certificate.pem"
    first = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    await async_create_context(hass)
    assert path.read_bytes() == first
    certificate = x509.load_pem_x509_certificate(first)
    names = certificate.extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    ).value.get_values_for_type(x509.DNSName)
    assert names[0] == await async_get_host_name(hass)
    assert {"homeassistant.local", "localhost"} < set(names)
    assert certificate.not_valid_after_utc.year == 2049


@pytest.mark.parametrize("content", ["", "nonsense", "key", "certificate"])
def test_damaged(tmp_path: Path, content: str) -> None:
    """One that cannot be used is replaced."""
    path = tmp_path / "certificate.pem"
    whole = create_certificate("house.local")
    start = whole.index("-----BEGIN CERTIFICATE")
    content = {"key": whole[:start], "certificate": whole[start:]}.get(content, content)
    path.write_text(content, encoding="utf-8")
    load_context(path, "house.local")
    again = path.read_text(encoding="utf-8")
    assert again != content
    load_context(path, "house.local")
    assert path.read_text(encoding="utf-8") == again


def test_unreadable(tmp_path: Path) -> None:
    """One that may be good is kept."""
    with (
        patch.object(ssl.SSLContext, "load_cert_chain", side_effect=PermissionError),
        pytest.raises(PermissionError),
    ):
        load_context(tmp_path / "certificate.pem", "house.local")
    assert list(tmp_path.iterdir()) == []


def test_disk_full(tmp_path: Path) -> None:
    """One that cannot be stored is an error like a port that is taken."""
    full = OSError(errno.ENOSPC, "No space left on device")
    with (
        patch("homeassistant.util.file.AtomicWriter", side_effect=full),
        pytest.raises(OSError, match="No space left"),
    ):
        load_context(tmp_path / "certificate.pem", "house.local")
    assert list(tmp_path.iterdir()) == []


def test_host_names() -> None:
    """The system's own name may be none of the DNS."""
    with patch("socket.gethostname", return_value="打印.example.org"):
        certificate = create_certificate("house.local")
    names = x509.load_pem_x509_certificate(certificate.encode()).extensions
    assert names.get_extension_for_class(
        x509.SubjectAlternativeName
    ).value.get_values_for_type(x509.DNSName) == [
        "house.local",
        "homeassistant.local",
        "localhost",
    ]
