"""The certificate of the printers' encrypted connections, which clients remember.

Like other printers', it is self-signed: clients trust the first one that they see.
"""

from datetime import UTC, datetime
from pathlib import Path
import socket
import ssl
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from homeassistant.core import HomeAssistant
from homeassistant.helpers import instance_id
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util.file import WriteError, write_utf8_file_atomic

from ..const import DOMAIN

KEY_BITS: Final = 2048  # RSA is the only kind of key that all printing clients take
VALID_FROM: Final = datetime(2020, 1, 1, tzinfo=UTC)
VALID_UNTIL: Final = datetime(2049, 12, 31, tzinfo=UTC)  # clocks may be wrong


async def async_get_host_name(hass: HomeAssistant) -> str:
    """Return the host name under which the printers are announced."""
    own = await instance_id.async_get(hass)
    return f"{DOMAIN}-{own[:8]}.local"


async def async_create_context(hass: HomeAssistant) -> ssl.SSLContext:
    """Return the TLS settings with the stored certificate. Raises OSError."""
    path = Path(hass.config.path(STORAGE_DIR, DOMAIN, "certificate.pem"))
    name = await async_get_host_name(hass)
    return await hass.async_add_executor_job(load_context, path, name)


def load_context(path: Path, name: str) -> ssl.SSLContext:
    """Load a certificate with its key, or create both. Blocking. Raises OSError."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(path)
    except FileNotFoundError, ssl.SSLError:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_utf8_file_atomic(str(path), create_certificate(name), private=True)
        except WriteError as err:
            raise OSError(str(err)) from err
        context.load_cert_chain(path)
    return context


def create_certificate(name: str) -> str:
    """Return a new key and its certificate for a host name, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    system = f"{socket.gethostname().partition('.')[0]}.local"
    names = dict.fromkeys((name, system, "homeassistant.local", "localhost"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(name) for name in names if name.isascii()]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                key_encipherment=True,
                content_commitment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    return (
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    ).decode()
