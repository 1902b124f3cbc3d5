"""Tests of a service whose TLS is wrong."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
import ssl

import aiohttp
import pytest

from custom_components.cloudprint.api.client import CloudPrintClient
from custom_components.cloudprint.api.errors import CloudPrintError, Delivery
from tests.simulator import CloudSimulator
from tests.simulator.certificates import Authority

from .conftest import APP_ID, APP_KEY
from .test_client import text_task


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Return the authority that the client trusts."""
    return Authority(tmp_path)


@pytest.fixture
async def secure(
    socket_enabled: None, authority: Authority
) -> AsyncIterator[tuple[CloudSimulator, CloudPrintClient]]:
    """Return a cloud with a right certificate, and its client."""
    trusted = ssl.create_default_context(cadata=authority.pem)
    simulator = CloudSimulator()
    simulator.tls = authority.issue()
    await simulator.start()
    simulator.add_application(APP_ID, APP_KEY)
    connector = aiohttp.TCPConnector(ssl=trusted)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield (
            simulator,
            CloudPrintClient(session, APP_ID, APP_KEY, base_url=simulator.base_url),
        )
    await simulator.stop()


@pytest.mark.parametrize(
    "key",
    [
        "certificate_unknown",
        "certificate_expired",
        "certificate_early",
        "certificate_host",
        "no_tls",
    ],
)
async def test_wrong(
    secure: tuple[CloudSimulator, CloudPrintClient],
    authority: Authority,
    tmp_path: Path,
    key: str,
) -> None:
    """Nothing is sent to a service with wrong TLS, and each way to be wrong is told."""
    simulator, client = secure
    assert await client.query_printers() == []
    requests = len(simulator.requests)
    simulator.refuse_connections()
    simulator.tls = {
        "certificate_unknown": Authority(tmp_path).issue(),
        "certificate_expired": authority.issue(since=timedelta(days=-11)),
        "certificate_early": authority.issue(since=timedelta(days=1)),
        "certificate_host": authority.issue("192.0.2.1"),
        "no_tls": None,
    }[key]
    await simulator.accept_connections()
    # The session notices its broken connection first.
    with pytest.raises(CloudPrintError, match="broke"):
        await client.query_printers()
    for call in (client.query_printers, lambda: client.new_print_task(text_task())):
        with pytest.raises(CloudPrintError) as caught:
            await call()
        error = caught.value
        assert error.key == key.replace("early", "expired")
        assert error.delivery is Delivery.NOT_SENT
        assert (error.placeholders, error.message) == ({"host": "127.0.0.1"}, "")
        assert "127.0.0.1" in str(error)
    assert len(simulator.requests) == requests
