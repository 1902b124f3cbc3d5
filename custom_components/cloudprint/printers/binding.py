"""Adding a printer to an account by its codes."""

from collections.abc import Collection
from contextlib import suppress
from typing import Final

from ..api.client import CloudPrintClient
from ..api.errors import CloudPrintError, CloudPrintRefusedError, Delivery
from ..api.printer import Printer
from ..coordinator import filter_printers
from ..spool.job import PrinterKey

ABOUT_BINDING: Final = ("已绑定", "已添加", "已存在", "already")
ABOUT_OTHERS: Final = ("其他", "其它", "another", "other")


async def async_bind(
    client: CloudPrintClient,
    share_code: str,
    verification_code: str,
    keys: Collection[PrinterKey],
) -> list[Printer]:
    """Bind a printer by its codes, and return it.

    If the answer is lost, or says that it is bound already, returns printers of the
    account that are not in `keys`. Raises CloudPrintError if there are none.
    """
    try:
        return [await client.add_share_printer(share_code, verification_code)]
    except CloudPrintError as err:
        if err.delivery is Delivery.UNKNOWN or is_about_binding(err):
            with suppress(CloudPrintError):
                listed = filter_printers(await client.query_printers())
                if new := [printer for printer in listed if printer.key not in keys]:
                    return new
        raise


def is_about_binding(err: CloudPrintError) -> bool:
    """Return whether an error says that this application has the printer already."""
    words = err.message.lower()
    return (
        isinstance(err, CloudPrintRefusedError)
        and any(word in words for word in ABOUT_BINDING)
        and not any(word in words for word in ABOUT_OTHERS)
    )
