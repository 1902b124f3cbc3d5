"""The old Office formats: streams in a compound file."""

from collections.abc import Callable, Iterator
import hashlib
from hmac import compare_digest
import struct
from typing import Final

from ..errors import DocumentError
from ..formats import DocumentFormat
from .compound_file import CompoundFile, CompoundFileError

_STREAMS: Final = (
    ("WordDocument", DocumentFormat.WORD),
    ("Workbook", DocumentFormat.EXCEL),
    ("Book", DocumentFormat.EXCEL),
    ("PowerPoint Document", DocumentFormat.PPT),
)
_ENCRYPTED_STREAMS: Final = ("EncryptedPackage", "\tDRMContent")
"""A new Office file with a password, and an old one with restricted permissions."""

_WORD_FLAGS: Final = 10
_WORD_IS_ENCRYPTED: Final = 0x0100
"""In the FIB's flags ([MS-DOC] 2.5.2)."""
_FILEPASS: Final = 0x2F
_FIRST_RECORDS: Final = 8
"""FilePass is among the first records of a workbook ([MS-XLS] 2.1.7.20.3)."""
_POWERPOINT_TOKEN: Final = slice(12, 16)
_POWERPOINT_IS_ENCRYPTED: Final = bytes.fromhex("dfc4d1f3")
"""In the CurrentUserAtom ([MS-PPT] 2.3.2)."""

DEFAULT_PASSWORD: Final = "VelvetSweatshop"
"""Excel encrypts a workbook with it if only its structure is protected, and every
program tries it before asking for a password."""
_XOR, _RC4 = 0, 1
_SHORTEST_KEY_BYTES: Final = 5


def detect_binary_format(data: bytes) -> DocumentFormat | None:
    """Return the format of a compound file, or None if it is not an Office document.

    Raises DocumentError for a damaged file, and for one that is encrypted as a whole.
    """
    try:
        compound_file = CompoundFile(data)
    except CompoundFileError as err:
        raise DocumentError("office_damaged") from err
    if any(name in compound_file for name in _ENCRYPTED_STREAMS):
        raise DocumentError("office_encrypted")
    for name, document_format in _STREAMS:
        if name in compound_file:
            return document_format
    return None


def check_binary(data: bytes) -> None:
    """Raise DocumentError for an Office document that is damaged or has a password."""
    try:
        is_encrypted = _is_encrypted(CompoundFile(data))
    except CompoundFileError as err:
        raise DocumentError("office_damaged") from err
    if is_encrypted:
        raise DocumentError("office_encrypted")


def _is_encrypted(compound_file: CompoundFile) -> bool:
    """Read the whole document, and return whether it has a password."""
    for name, document_format in _STREAMS:
        if name not in compound_file:
            continue
        stream = compound_file.read(name)
        if document_format is DocumentFormat.WORD:
            flags = int.from_bytes(stream[_WORD_FLAGS : _WORD_FLAGS + 2], "little")
            return bool(flags & _WORD_IS_ENCRYPTED)
        if document_format is DocumentFormat.EXCEL:
            return any(
                kind == _FILEPASS and not verify_password(content)
                for kind, content in _records(stream)
            )
    return (
        "Current User" in compound_file
        and compound_file.read("Current User")[_POWERPOINT_TOKEN]
        == _POWERPOINT_IS_ENCRYPTED
    )


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the content of a workbook's first records."""
    at = 0
    for _ in range(_FIRST_RECORDS):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def verify_password(filepass: bytes, password: str = DEFAULT_PASSWORD) -> bool:
    """Return whether a password opens a workbook with this FilePass record.

    The record is as in [MS-XLS] 2.4.117; any other is opened by no password.
    """
    try:
        # Excel 95 knew only one method, and did not name it.
        if len(filepass) == 4:
            return _verify_xor(filepass, password)
        method, version = struct.unpack_from("<HH", filepass)
        if method == _XOR:
            return _verify_xor(filepass[2:], password)
        if method == _RC4 and version == 1:
            return _verify_rc4(filepass[6:], password)
        return method == _RC4 and _verify_crypto_api(filepass[6:], password)
    # ValueError: a key of a length that RC4 does not have
    except struct.error, ValueError:
        return False


def _verify_xor(record: bytes, password: str) -> bool:
    """Compare a hash of 16 bits ([MS-OFFCRYPTO] 2.3.7.1)."""
    _, expected = struct.unpack_from("<HH", record)
    characters = password.encode()
    verifier = 0
    for byte in (*reversed(characters), len(characters)):
        verifier = (verifier >> 14 & 1 | verifier << 1 & 0x7FFF) ^ byte
    return bool(verifier ^ 0xCE4B == expected)


def _verify_rc4(record: bytes, password: str) -> bool:
    """Decrypt the verifier of Excel 97 ([MS-OFFCRYPTO] 2.3.6)."""
    salt, encrypted = struct.unpack_from("<16s32s", record)
    key = _md5(password.encode("utf-16-le"))[:_SHORTEST_KEY_BYTES]
    key = _md5((key + salt) * 16)[:_SHORTEST_KEY_BYTES]
    return _verify(_md5(key + bytes(4)), encrypted, _md5)


def _verify_crypto_api(record: bytes, password: str) -> bool:
    """Decrypt the verifier of Excel 2002 and later ([MS-OFFCRYPTO] 2.3.5)."""
    header_bytes, key_bits = struct.unpack_from("<4xI16xI", record)
    salt, verifier, digest = struct.unpack_from(
        "<4x16s16s4x20s", record, 8 + header_bytes
    )
    key = _sha1(_sha1(salt + password.encode("utf-16-le")) + bytes(4))
    key = key[: key_bits // 8 or _SHORTEST_KEY_BYTES]
    if len(key) == _SHORTEST_KEY_BYTES:
        key = key.ljust(16, b"\0")
    return _verify(key, verifier + digest, _sha1)


def _verify(key: bytes, encrypted: bytes, digest: Callable[[bytes], bytes]) -> bool:
    """Return whether a key decrypts 16 bytes that are followed by their digest."""
    # Large, and needed for few workbooks
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415

    try:
        decrypted = Cipher(ARC4(key), mode=None).decryptor().update(encrypted)
    except UnsupportedAlgorithm:
        # An OpenSSL without RC4 cannot tell, and the workbook may be printable.
        return True
    return compare_digest(digest(decrypted[:16]), decrypted[16:])


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()
