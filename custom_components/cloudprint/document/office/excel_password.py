"""The password that Excel gives to workbooks nobody gave one ([MS-OFFCRYPTO]).

A workbook whose sheets may not be rearranged is encrypted, but with a password that
every program tries by itself before it asks for one.
"""

from collections.abc import Callable
import hashlib
import hmac
import struct
from typing import Final

_DEFAULT_PASSWORD: Final = "VelvetSweatshop"
_SCRAMBLED, _ENCRYPTED = 0, 1
_SHORTEST_KEY_BYTES: Final = 5


def has_default_password(filepass: bytes) -> bool:
    """Return whether a FilePass record's content ([MS-XLS] 2.4.117) is of it."""
    try:
        if len(filepass) == 4:
            # Excel 95 had but one way, and did not name it.
            return _is_scrambled_with_it(filepass)
        (kind,) = struct.unpack_from("<H", filepass)
        if kind == _SCRAMBLED:
            return _is_scrambled_with_it(filepass[2:])
        (version,) = struct.unpack_from("<H", filepass, 2)
        if kind == _ENCRYPTED and version == 1:
            return _is_encrypted_with_it(filepass[6:])
        return kind == _ENCRYPTED and _is_encrypted_by_system_with_it(filepass[6:])
    except struct.error:
        return False


def _is_scrambled_with_it(record: bytes) -> bool:
    """Tell by the 16 bits that are left of a password (2.3.7.1)."""
    _, expected = struct.unpack_from("<HH", record)
    password = _DEFAULT_PASSWORD.encode()
    verifier = 0
    for byte in (*reversed(password), len(password)):
        verifier = (verifier >> 14 & 1 | verifier << 1 & 0x7FFF) ^ byte
    return bool(verifier ^ 0xCE4B == expected)


def _is_encrypted_with_it(record: bytes) -> bool:
    """Tell by the verifier of Excel 97 (2.3.6)."""
    salt, verifier, expected = struct.unpack_from("<16s16s16s", record)
    start = _md5(_DEFAULT_PASSWORD.encode("utf-16-le"))[:_SHORTEST_KEY_BYTES]
    start = _md5((start + salt) * 16)[:_SHORTEST_KEY_BYTES]
    return _verifies(_md5(start + bytes(4)), verifier, expected, _md5)


def _is_encrypted_by_system_with_it(record: bytes) -> bool:
    """Tell by the verifier of Excel 2002 and later (2.3.5)."""
    _, header_bytes = struct.unpack_from("<II", record)
    (key_bits,) = struct.unpack_from("<16xI", record, 8)
    salt, verifier, expected = struct.unpack_from(
        "<4x16s16s4x20s", record, 8 + header_bytes
    )
    start = _sha1(salt + _DEFAULT_PASSWORD.encode("utf-16-le"))
    key_bytes = key_bits // 8 or _SHORTEST_KEY_BYTES
    key = _sha1(start + bytes(4))[:key_bytes]
    if key_bytes == _SHORTEST_KEY_BYTES:
        key = key.ljust(16, b"\0")
    return _verifies(key, verifier, expected, _sha1)


def _verifies(
    key: bytes, verifier: bytes, expected: bytes, digest: Callable[[bytes], bytes]
) -> bool:
    """Return whether a key opens a verifier: what follows it is then its digest."""
    opened = _rc4(key, verifier + expected)
    size = len(verifier)
    return hmac.compare_digest(digest(opened[:size]), opened[size:])


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    """Return data decrypted with RC4, which libraries no longer have."""
    state = list(range(256))
    other = 0
    for index in range(256):
        other = (other + state[index] + key[index % len(key)]) % 256
        state[index], state[other] = state[other], state[index]
    result = bytearray()
    other = 0
    for index, byte in enumerate(data, 1):
        other = (other + state[index]) % 256
        state[index], state[other] = state[other], state[index]
        result.append(byte ^ state[(state[index] + state[other]) % 256])
    return bytes(result)
