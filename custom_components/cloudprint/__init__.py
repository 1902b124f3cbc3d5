"""Cloud Print: printers of the Zhimu cloud (智睦云打印) in Home Assistant."""

from pathlib import Path
import shutil
from typing import Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import (
    EVENT_HOMEASSISTANT_CLOSE,
    EVENT_HOMEASSISTANT_STOP,
    Platform,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    ConfigEntryError,
    ConfigEntryNotReady,
)
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.helpers.typing import ConfigType
from homeassistant.setup import async_setup_component, async_when_setup

from .card_api import async_setup_card_api
from .compat import async_load
from .const import DATA_CONVERTER, DOMAIN, LOGGER
from .coordinator import is_printer
from .data import JOURNAL, Account, CloudPrintConfigEntry
from .exceptions import create_error, failed
from .frontend import CARD, async_setup_frontend
from .inbox import setup_links
from .ipp.sharing import SHARING, Sharing, async_track_pages
from .job_events import async_report_jobs, async_setup_reports
from .media_source import ThumbnailView
from .repairs import async_forget_issues, async_setup_issues, async_track_issues
from .repairs.account import async_check_clock
from .repairs.journal import (
    async_check_records,
    async_forget_journal,
    async_report_damage,
)
from .repairs.rename import async_apply_rename
from .services import async_setup_services
from .source.kept_files import KEPT_FILES, KeptFileStore
from .source.upload import UPLOADS, UploadStore
from .spool.job import Job
from .spool.journal import Journal, JournalError, JournalTooNewError
from .texts import async_load_texts

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS: Final = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.NOTIFY,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
]
# What prints: loaded once Home Assistant has started, since an update may replace its
# files before the restart.
PRINTING: Final = ("services.actions", "printing.own_pages", "printing.preparing")


def get_storage_folder(hass: HomeAssistant) -> Path:
    """Return the folder of the journal and of each account's large contents."""
    return Path(hass.config.path(STORAGE_DIR, DOMAIN))


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Open the journal and register the actions."""
    async_setup_reports(hass)
    folder = get_storage_folder(hass)
    journal = hass.data[JOURNAL] = Journal(
        folder / "journal.db",
        # In no backup, because of its folder and its suffix
        Path(hass.config.path(".cache", f"{DOMAIN}.log")),
    )
    try:
        await journal.async_open()
    except JournalError as err:
        LOGGER.error("The print journal cannot be opened: %s", err)
    async_report_damage(hass, journal)

    async def async_close(event: Event) -> None:
        await journal.async_close()

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, async_close)
    hass.data[SHARING] = Sharing(hass)
    async_setup_issues(hass)
    async_setup_services(hass)
    async_when_setup(hass, "conversation", _async_setup_voice)
    await async_load_texts(hass)
    uploads = hass.data[UPLOADS] = UploadStore(hass, folder / "uploads")
    await uploads.async_clear()
    kept = hass.data[KEPT_FILES] = KeptFileStore(hass, folder / "documents")
    await kept.async_start()
    async_setup_card_api(hass)
    hass.http.register_view(ThumbnailView())
    setup_links(hass)
    await async_setup_frontend(hass)
    return True


async def _async_setup_voice(hass: HomeAssistant, component: str) -> None:
    voice = await async_load(hass, "voice.sentence_triggers")
    voice.async_setup_voice(hass)


async def _async_load_printing(hass: HomeAssistant) -> None:
    for name in PRINTING:
        await async_load(hass, name)


async def async_setup_entry(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> bool:
    """Set up an account."""
    await async_apply_rename(hass, entry)
    account = Account(hass, entry, get_storage_folder(hass) / entry.entry_id)
    # After all that is registered below
    entry.async_on_unload(account.close)
    # Also if setup fails below: two spoolers would print the same jobs twice.
    entry.async_on_unload(account.spooler.async_stop)
    try:
        await account.spooler.async_load()
        was_set_up = await account.printer_store.async_load()
    except JournalTooNewError as err:
        raise create_error(ConfigEntryError, "journal_too_new") from err
    except JournalError as err:
        raise create_error(
            ConfigEntryNotReady, "journal_unwritable", error=str(err)
        ) from err
    if was_set_up:
        # It may fail: prints are held then.
        await account.coordinator.async_refresh()
    else:
        await _async_list_first(account)
    entry.runtime_data = account

    async def async_stop(event: Event) -> None:
        await account.spooler.async_stop()

    entry.async_on_unload(
        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, async_stop)
    )
    # Held jobs wait for changes of printers.
    entry.async_on_unload(
        account.coordinator.async_add_listener(account.dispatcher.wake)
    )
    entry.async_on_unload(account.capabilities.start())
    entry.async_on_unload(account.printer_store.start())
    async_track_issues(account)
    async_track_pages(account)
    # It was removed with the last account.
    await hass.data[CARD].async_register()
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    entry.async_on_unload(async_report_jobs(account))

    async def async_prepare(job: Job) -> None:
        preparing = await async_load(hass, "printing.preparing")
        await preparing.async_prepare_received(account, job)

    @callback
    def resume(hass: HomeAssistant) -> None:
        account.spooler.resume()

    if not hass.is_stopping:
        account.spooler.start(async_prepare)
        entry.async_on_unload(async_at_started(hass, resume))
    entry.async_on_unload(async_at_started(hass, _async_load_printing))
    entry.async_create_background_task(
        hass, async_check_records(hass, hass.data[JOURNAL]), "cloudprint records"
    )
    return True


async def _async_list_first(account: Account) -> None:
    try:
        await account.coordinator.async_config_entry_first_refresh()
    except ConfigEntryAuthFailed as err:
        # The key was accepted before: the service may refuse it by mistake.
        account.entry.async_start_reauth(account.hass)
        async_check_clock(account)
        raise ConfigEntryNotReady(
            translation_domain=err.translation_domain,
            translation_key=err.translation_key,
            translation_placeholders=err.translation_placeholders,
        ) from err


async def async_unload_entry(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> bool:
    """Unload an account, after the jobs that are being sent."""
    # The entities fire the events of their results.
    spooler = entry.runtime_data.spooler
    await spooler.async_finish()
    if unloaded := await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        await spooler.async_stop()
        if not hass.config_entries.async_loaded_entries(DOMAIN):
            # It is there if something was printed.
            if (converter := hass.data.get(DATA_CONVERTER)) is not None:
                converter.release()
    return unloaded


async def async_remove_entry(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Delete what is stored of an account."""
    # If all accounts are disabled, the journal is not open yet.
    await async_setup_component(hass, DOMAIN, {})
    async_forget_issues(hass, entry)
    journal = hass.data[JOURNAL]
    others = [other.entry_id for other in hass.config_entries.async_entries(DOMAIN)]
    if not others:
        await hass.data[CARD].async_unregister()
        hass.data[UPLOADS].remove_all()
    try:
        await journal.async_forget_others(others)
        if not others:
            # They may contain jobs of any account.
            await journal.async_forget_damaged()
            async_forget_journal(hass)
    except JournalError as err:
        LOGGER.error("The jobs of a removed account could not be forgotten: %s", err)
    folder = get_storage_folder(hass) / entry.entry_id
    await hass.async_add_executor_job(lambda: shutil.rmtree(folder, ignore_errors=True))


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, device: dr.DeviceEntry
) -> bool:
    """Unshare a printer before its device is deleted; other devices are not deleted alone."""
    if not is_printer(device):
        return False
    if entry.state is not ConfigEntryState.LOADED:
        raise failed("account_not_loaded", account=entry.title)
    await entry.runtime_data.coordinator.async_revoke(device.id)
    return True
