"""How a print goes to each of its printers, and what that asks of its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Self

from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..api import Color, Orientation, PrinterCapabilities
from ..document import A4, MAX_DPI, RenderSettings
from ..exceptions import invalid
from ..fields import plain, text_of
from ..spool.job import ContentSummary, Job, JobState
from .options import build_config
from .targets import Target

MAX_PASSWORD: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTicket:
    """One printer, what is known of it, and the options of a print on it.

    `config` is what the options mean to the cloud, without the raw ones.
    """

    target: Target
    capabilities: PrinterCapabilities | None
    options: Mapping[str, Any]
    config: Mapping[str, Any]

    @classmethod
    async def async_of(cls, target: Target, options: Mapping[str, Any]) -> Self:
        """Return the plan of a print. Raises ServiceValidationError.

        The printer is asked what it can do only where there is something to check.
        """
        keeper = target.account.capabilities
        if options:
            capabilities = await keeper.async_get(target.device_id)
        else:
            capabilities = keeper.get(target.device_id)
        config, _ = build_config(options, capabilities)
        for name in options.get("raw_options", ()):
            config.pop(name, None)
        return cls(
            target=target, capabilities=capabilities, options=options, config=config
        )

    @property
    def dpi(self) -> int:
        """Dots per inch that the pages are made for."""
        asked = (self.config.get("xdpi"), self.config.get("ydpi"))
        known = self.capabilities and self.capabilities.dpi
        return min(max((*filter(None, asked),), default=known or MAX_DPI), MAX_DPI)

    @property
    def is_monochrome(self) -> bool:
        """Return if no colour can come out."""
        if color := self.config.get("color"):
            return bool(color == Color.MONOCHROME)
        return self.capabilities is not None and self.capabilities.supported_colors == (
            Color.MONOCHROME,
        )

    @property
    def paper(self) -> tuple[float, float]:
        """Width and height in millimetres, as the print lies on it."""
        size = A4
        if named := self.config.get("paperConfig"):
            size = (named["width"], named["height"])
        elif self.capabilities and (paper := self.capabilities.default_paper):
            size = (paper.width, paper.height)
        if self.config.get("orientation") == Orientation.LANDSCAPE:
            size = (max(size), min(size))
        return size

    def create_job(
        self,
        content: ContentSummary,
        *,
        name: str,
        headers: dict[str, str] | None,
        hold: bool,
        ignore_quiet_hours: bool,
        expires_in: timedelta | None = None,
        idempotency_key: str | None = None,
    ) -> Job:
        """Return a new job, to be handed to the spooler.

        Raises ServiceValidationError for options that the printer does not support.
        """
        target = self.target
        config, warnings = build_config(self.options, self.capabilities, content)
        now = dt_util.utcnow()
        return Job(
            job_id=ulid_now(),
            entry_id=target.entry.entry_id,
            device_id=target.device_id,
            server_sn=target.printer.server_sn,
            printer_name=target.printer.name,
            printer=target.name,
            name=name,
            state=JobState.HELD,
            created_at=now,
            updated_at=now,
            content=content,
            config=config,
            headers=headers,
            options=plain(self.options),
            warnings=tuple(warnings),
            expires_at=target.account.settings.expires_at(
                now, expires_in, ignore_quiet_hours=ignore_quiet_hours
            ),
            hold=hold,
            ignore_quiet_hours=ignore_quiet_hours,
            idempotency_key=idempotency_key,
        )


def build_render_settings(
    plans: Sequence[JobTicket], fields: Mapping[str, Any]
) -> RenderSettings:
    """Return what the pages of a print must be for all its printers.

    Raises ServiceValidationError for a password that is none.
    """
    accounts = [plan.target.account.documents for plan in plans]
    return RenderSettings(
        dpi=max(plan.dpi for plan in plans),
        is_monochrome=all(plan.is_monochrome for plan in plans),
        # On a smaller one, what was made for a larger one still fits when scaled.
        paper=max((plan.paper for plan in plans), key=lambda size: size[0] * size[1]),
        is_paper_named=any("paperConfig" in plan.config for plan in plans),
        page_ranges=plans[0].config.get("pageRanges"),
        password=_password_of(fields),
        max_bytes=min(account.max_bytes for account in accounts),
        is_native=all(account.is_native for account in accounts),
    )


def _password_of(fields: Mapping[str, Any]) -> str | None:
    if (value := fields.get("password")) is None:
        return None
    password = text_of(value) or ""
    if not 1 <= len(password) <= MAX_PASSWORD:
        raise invalid(
            "text_invalid",
            field="password",
            length=str(len(password)),
            longest=str(MAX_PASSWORD),
        )
    return password
