"""The default password of Excel, with which workbooks open without a question."""

import hashlib
import struct

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher
from hypothesis import given, strategies as st
import pytest

from custom_components.cloudprint.document.office.office_binary import (
    DEFAULT_PASSWORD,
    verify_password,
)

SALT, VERIFIER = bytes(range(16)), bytes(range(100, 116))

EXCEL_2010 = bytes.fromhex(
    "0100040002000c0000007e0000000c0000000000000001680000048000008000000001000000000000"
    "00000000004d006900630072006f0073006f0066007400200045006e00680061006e00630065006400"
    "2000430072007900700074006f0067007200610070006800690063002000500072006f007600690064"
    "00650072002000760031002e003000000010000000ff6b27f7b025eb08a8aca2c4477cc064b948eea8"
    "18830e56ce56a60c822e7cb31400000055bb40447d2bae6b938d9ff54366053628abc435"
)
"""The record of a workbook that Excel 2010 saved with the password "Password1234_"."""
EXCEL_2003 = bytes.fromhex("00006582b19e")
"""The record of one with the password "123456789012345", obfuscated by Excel 95."""
LIBREOFFICE = bytes.fromhex(
    "0100010001001c24aed8a8442380b5bf9412e7d6bed9d9fe4dd241cb94d50d11b4f171a247f2e89aad"
    "9ed198eb44672382050e1c4da8"
)
"""The record of a workbook that LibreOffice saved with the default password."""


def encrypted_by_system(key_bits: int, used_bits: int) -> bytes:
    """Return a record of the default password ([MS-OFFCRYPTO] 2.3.5.1)."""
    password = DEFAULT_PASSWORD.encode("utf-16-le")
    start = hashlib.sha1(SALT + password, usedforsecurity=False).digest()
    key = hashlib.sha1(start + bytes(4), usedforsecurity=False).digest()
    key = key[: used_bits // 8]
    key = key.ljust(16, b"\0") if used_bits == 40 else key
    digest = hashlib.sha1(VERIFIER, usedforsecurity=False).digest()
    encryptor = Cipher(ARC4(key), mode=None).encryptor()
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, key_bits, 1, 0, 0) + b"\0\0"
    return (
        struct.pack("<HHHII", 1, 3, 2, 4, len(header))
        + header
        + struct.pack("<I", 16)
        + SALT
        + encryptor.update(VERIFIER)
        + struct.pack("<I", 20)
        + encryptor.update(digest)
    )


@pytest.mark.parametrize(
    "record",
    [
        LIBREOFFICE,
        encrypted_by_system(128, 128),
        encrypted_by_system(56, 56),
        encrypted_by_system(40, 40),
        # 0 stands for 40 ([MS-OFFCRYPTO] 2.3.2).
        encrypted_by_system(0, 40),
    ],
    ids=["97", "128", "56", "40", "0"],
)
def test_default_password(record: bytes) -> None:
    """Workbooks with the default password are recognized by their verifier."""
    assert verify_password(record)
    for at in (len(record) - 1, len(record) - 30, len(record) - 45):
        other = record[:at] + bytes([record[at] ^ 1]) + record[at + 1 :]
        assert not verify_password(other)


@pytest.mark.parametrize(
    ("record", "password"),
    [
        (EXCEL_2010, "Password1234_"),
        (EXCEL_2003, "123456789012345"),
        (EXCEL_2003[2:], "123456789012345"),
        (LIBREOFFICE, "VelvetSweatshop"),
    ],
    ids=["2010", "2003", "95", "97"],
)
def test_methods(record: bytes, password: str) -> None:
    """All encryption methods of Excel are supported with any password."""
    for guessed in (password, password[:-1], password.swapcase() + "x"):
        assert verify_password(record, guessed) is (guessed == password)


def test_system_without_rc4(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that cannot be checked is accepted, since it may be printable."""

    def unsupported(*_: object, **__: object) -> None:
        raise UnsupportedAlgorithm("RC4")

    monkeypatch.setattr("cryptography.hazmat.primitives.ciphers.Cipher", unsupported)
    assert verify_password(LIBREOFFICE)
    assert verify_password(EXCEL_2010)
    assert not verify_password(EXCEL_2003)


@pytest.mark.parametrize(
    "record",
    [
        EXCEL_2010,
        EXCEL_2003,
        b"",
        b"\2\0\0\0\0\0",
        b"\1\0\1\0\1\0",
        b"\1\0",
        b"\0\0\0",
        EXCEL_2010[:100],
        EXCEL_2010[:10] + b"\xff\xff\xff\xff" + EXCEL_2010[14:],
        # RC4 has no keys of this length.
        encrypted_by_system(48, 40),
    ],
)
def test_other_passwords(record: bytes) -> None:
    """Any other record has another password or an unknown method."""
    assert not verify_password(record)


@given(st.binary(max_size=250))
def test_any_record(record: bytes) -> None:
    """Any record is accepted or refused; nothing is raised."""
    for kind in (b"", b"\0\0", b"\1\0\1\0\1\0", b"\1\0\2\0\2\0"):
        verify_password(kind + record)
