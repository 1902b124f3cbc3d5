"""Encrypts PDF files (ISO 32000-2, 7.6)."""

from collections.abc import Callable
from hashlib import md5, sha256, sha384, sha512
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

_PADDING: Final = bytes.fromhex(
    "28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a"
)
_ID: Final = bytes(range(16))
_PERMISSIONS: Final = -4
_KEY: Final = bytes(range(32))


def rc4_encryption(
    bits: int, user: str, owner: str
) -> tuple[Callable[[int, bytes], bytes], str]:
    """Return a function that encrypts streams (RC4, 40 or 128 bits), and trailer entries."""
    size = bits // 8
    revision = 2 if bits == 40 else 3
    rounds = 1 if revision == 2 else 20

    def digest(data: bytes) -> bytes:
        found = md5(data, usedforsecurity=False).digest()
        for _ in range(50 if revision == 3 else 0):
            found = md5(found[:size], usedforsecurity=False).digest()
        return found[:size]

    def repeat(key: bytes, data: bytes) -> bytes:
        for turn in range(rounds):
            data = _rc4(bytes(byte ^ turn for byte in key), data)
        return data

    owner_entry = repeat(digest(_padded(owner)), _padded(user))
    permissions = (_PERMISSIONS % 2**32).to_bytes(4, "little")
    key = digest(_padded(user) + owner_entry + permissions + _ID)
    if revision == 2:
        user_entry = _rc4(key, _PADDING)
    else:
        known = md5(_PADDING + _ID, usedforsecurity=False).digest()
        user_entry = repeat(key, known) + bytes(16)

    def encrypt(number: int, data: bytes) -> bytes:
        salted = key + number.to_bytes(3, "little") + bytes(2)
        of_object = md5(salted, usedforsecurity=False).digest()
        return _rc4(of_object[: min(size + 5, 16)], data)

    entries = (
        f"/V {revision - 1} /R {revision} /Length {bits}"
        f" /O <{owner_entry.hex()}> /U <{user_entry.hex()}> /P {_PERMISSIONS}"
    )
    return encrypt, _trailer(entries)


def aes_encryption(user: str) -> tuple[Callable[[int, bytes], bytes], str]:
    """Return a function that encrypts streams (AES, 256 bits), and trailer entries."""
    password = user.encode()
    check, salt = b"checksal", b"key salt"
    user_entry = _hash(password, check) + check + salt
    user_key = _aes(_hash(password, salt), bytes(16), _KEY)
    owner_entry = _hash(b"owner", check, user_entry) + check + salt
    owner_key = _aes(_hash(b"owner", salt, user_entry), bytes(16), _KEY)
    permissions = (_PERMISSIONS % 2**32).to_bytes(4, "little")
    plain = permissions + b"\xff\xff\xff\xffTadbrnd!"
    encryptor = Cipher(algorithms.AES(_KEY), modes.ECB()).encryptor()
    sealed = encryptor.update(plain) + encryptor.finalize()

    def encrypt(number: int, data: bytes) -> bytes:
        start = number.to_bytes(16)
        padder = PKCS7(128).padder()
        return start + _aes(_KEY, start, padder.update(data) + padder.finalize())

    entries = (
        "/V 5 /R 6 /Length 256 /StmF /StdCF /StrF /StdCF"
        " /CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >>"
        f" /O <{owner_entry.hex()}> /U <{user_entry.hex()}>"
        f" /OE <{owner_key.hex()}> /UE <{user_key.hex()}>"
        f" /Perms <{sealed.hex()}> /P {_PERMISSIONS}"
    )
    return encrypt, _trailer(entries)


def _trailer(entries: str) -> str:
    once = f"<{_ID.hex()}>"
    return f"/ID [{once} {once}] /Encrypt << /Filter /Standard {entries} >>"


def _padded(password: str) -> bytes:
    return (password.encode("latin-1") + _PADDING)[:32]


def _aes(key: bytes, start: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(start)).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def _hash(password: bytes, salt: bytes, user_entry: bytes = b"") -> bytes:
    """Algorithm 2.B."""
    found = sha256(password + salt + user_entry).digest()
    turn, last = 0, 0
    while turn < 64 or last > turn - 32:
        data = (password + found + user_entry) * 64
        encrypted = _aes(found[:16], found[16:32], data)
        which = (sha256, sha384, sha512)[int.from_bytes(encrypted[:16]) % 3]
        found = which(encrypted).digest()
        last = encrypted[-1]
        turn += 1
    return found[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    other = 0
    for at in range(256):
        other = (other + state[at] + key[at % len(key)]) % 256
        state[at], state[other] = state[other], state[at]
    found = bytearray()
    at = other = 0
    for byte in data:
        at = (at + 1) % 256
        other = (other + state[at]) % 256
        state[at], state[other] = state[other], state[at]
        found.append(byte ^ state[(state[at] + state[other]) % 256])
    return bytes(found)
