"""Two Home Assistants with one AppID: each new token invalidates the other's."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

_SECONDS = 120
_LEAST_ROUNDS = 3
_MOST_ROUNDS = 20

_WITH_A_CODE: dict[str, Any] = {"token_refusal": "http_401"}
_IN_WORDS_ALONE: dict[str, Any] = {
    "token_refusal": "message",
    "token_messages": [
        "令牌无效或已失效",
        "请先登录",
        "Invalid access token",
        "操作失败",
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "until_told"),
    # It takes more than five tokens in an hour, which takes a minute with the pauses.
    [(_WITH_A_CODE, False), (_IN_WORDS_ALONE, True)],
    ids=["code", "words"],
)
async def test_a_refused_token_costs_one_renewal(
    cloud: SimulatedCloud, tmp_path: Path, settings: dict[str, Any], until_told: bool
) -> None:
    """They print in turn: every job once, and no token is fetched without a refusal."""
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    configuration: dict[str, Any] = {"repairs": {}}
    async with (
        HomeAssistant(tmp_path / "first", configuration=configuration) as first,
        HomeAssistant(tmp_path / "second", configuration=configuration) as second,
    ):
        homes = [
            (home, await add_account(home, cloud, [printer]), printer)
            for home, printer in zip((first, second), cloud.printers, strict=True)
        ]
        await cloud.control("PATCH", "/settings", settings)
        await cloud.control("DELETE", "/records")
        number = 0
        is_told = not until_told
        while number < _LEAST_ROUNDS or not is_told:
            assert number < _MOST_ROUNDS
            for home, devices, printer in homes:
                name = f"{number} {printer.name}"
                answer = await home.action(
                    "cloudprint.print",
                    {
                        "device_id": devices[printer.share_code],
                        "text": name,
                        "name": name,
                    },
                )
                # Of many tokens that die soon, each further one comes after a pause.
                states = ("submitted", "held") if number else ("submitted",)
                assert answer["jobs"][0]["state"] in states
            number += 1
            if number < _LEAST_ROUNDS:
                continue
            for home, _, _ in homes:
                await _until_finished(home)
            if until_told:
                is_told = all([await _contention_is_told(home) for home, _, _ in homes])

    for _, _, printer in homes:
        path = f"/printed?share_code={printer.share_code}"
        assert [job["name"] for job in await cloud.control("GET", path)] == [
            f"{done} {printer.name}" for done in range(number)
        ]
    requests = await cloud.control("GET", "/requests")
    calls = Counter(request["call"] for request in requests)
    refused = Counter(r["call"] for r in requests if not r["accepted"])
    # Whenever one has printed, the other's token is dead. Calls that are refused
    # together share one renewal.
    assert len(homes) <= calls["getToken"] <= sum(refused.values())
    # What was refused was repeated once, and then taken.
    assert calls["newPrintTask"] - refused["newPrintTask"] == 2 * number
    assert refused["getToken"] == 0
    assert await cloud.control("GET", "/violations") == []


async def _until_finished(home: HomeAssistant) -> None:
    async def finished() -> bool:
        jobs = (await home.action("cloudprint.get_jobs", {}))["jobs"]
        return all(job["state"] == "finished" for job in jobs)

    await home.process.until(finished, "finish all jobs", _SECONDS)


async def _contention_is_told(home: HomeAssistant) -> bool:
    """Whether there is a repair issue about it, once the printers were listed again."""
    entities = await home.command("config/entity_registry/list")
    (connection,) = (
        entity["entity_id"]
        for entity in entities
        if entity["unique_id"].endswith("_cloud_connection")
    )
    await home.post(
        "/api/services/homeassistant/update_entity", {"entity_id": connection}
    )
    issues = (await home.command("repairs/list_issues"))["issues"]
    return [
        issue["translation_key"] for issue in issues if issue["domain"] == "cloudprint"
    ] == ["token_contention"]
