"""Read the fields of a print: what is printed, where, how, and whether that is allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from homeassistant.core import HomeAssistant

from ..exceptions import invalid
from ..fields import check_fields, get_device_ids
from ..requester import Requester
from ..settings import has_own_history
from ..source.arranging import FILE_FIELDS, PAGE_OPTIONS
from ..source.pages.named import async_load_page
from ..source.request import Request
from ..source.resolving import (
    CONTENT_FIELDS,
    CONTENT_FIELDS_OF_DOCUMENTS,
    CONTENT_OPTIONS,
    UNRENDERED_FIELDS,
    check_content,
    get_drawn_page,
    get_print_options,
    has_layout_fields,
    parse_request,
)
from ..spool.preparation import Preparation
from .job_ticket import JobTicket
from .on_behalf import ON_BEHALF_OF, async_get_represented
from .options import OPTIONS, parse_options
from .permission import Target, choose_device, get_allowed_target
from .prepare import async_create_tickets
from .saved_document import find_document
from .sending import ANSWER_FIELDS, HOLDING_FIELDS, SubmitOptions
from .targets import TARGET_FIELDS, expand_target

PRINT_FIELDS: Final = (
    "device_id",
    "document",
    *CONTENT_FIELDS,
    *CONTENT_OPTIONS,
    "name",
    ON_BEHALF_OF,
    *OPTIONS,
    *HOLDING_FIELDS,
    *ANSWER_FIELDS,
)

# Values of fields that are left out: the editor leaves an empty list when the last item
# is removed, or an empty text in it, and blueprints pass one for an input not set.
EMPTY: Final[Mapping[str, Sequence[object]]] = {
    **dict.fromkeys(TARGET_FIELDS, ([], "")),
    "entity": ([],),
    **dict.fromkeys(FILE_FIELDS, ([], [""])),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRequest:
    """A print whose fields are parsed, with a ticket for each of its printers."""

    content: Request
    submit: SubmitOptions
    tickets: Sequence[JobTicket]

    @property
    def targets(self) -> list[Target]:
        """Return the printers."""
        return [ticket.target for ticket in self.tickets]


async def async_read_print(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    requester: Requester,
    *,
    contents: Sequence[str] = CONTENT_FIELDS,
    use_defaults: bool = True,
    allow_fetching: bool = True,
) -> PrintRequest:
    """Parse each field of a print once, and check it for the print's printers.

    `contents` are the content fields that are allowed. Without `allow_fetching`, nothing
    in a text makes anyone fetch an address, except in a saved document. Raises
    ServiceValidationError.
    """
    check_fields(fields, (*dict.fromkeys((*PRINT_FIELDS, *TARGET_FIELDS, *contents)),))
    requester = await async_get_represented(hass, fields, requester)
    fields = {
        field: value
        for field, value in fields.items()
        if value is not None and value not in EMPTY.get(field, ())
    }
    fields = expand_target(hass, fields, requester)
    if "document" in fields:
        fields = await _async_add_document(hass, fields, requester, contents)
        contents, allow_fetching = CONTENT_FIELDS_OF_DOCUMENTS, True
    await async_load_page(hass, fields)
    device_ids = get_device_ids(fields) or [choose_device(hass, requester)]
    targets = [
        get_allowed_target(hass, device_id, requester) for device_id in device_ids
    ]
    submit = SubmitOptions.from_fields(fields, requester)
    options = parse_options(fields)
    key = submit.idempotency_key
    if key and any(has_own_history(target.entry) for target in targets):
        # With the key of another user or link, their print would be returned.
        owner = requester.link_id or requester.budget
        submit = replace(submit, idempotency_key=f"{owner}:{key}")
    content = parse_request(hass, fields, requester, contents)
    is_rendered = submit.is_dry_run or content.origin not in UNRENDERED_FIELDS
    if (page := get_drawn_page(content)) is not None:
        if len(targets) > 1:
            # Each would print another picture.
            raise invalid("page_one_printer", field="device_id")
        submit = replace(submit, preparation=Preparation(page=page))
    tickets, settings = await async_create_tickets(
        targets,
        options.over(get_print_options(content)),
        requester,
        replace(content.settings, has_remote_pictures=allow_fetching),
        use_defaults=use_defaults,
        needs_capabilities=is_rendered and has_layout_fields(fields),
        is_rendered=is_rendered,
    )
    return PrintRequest(
        content=replace(content, settings=settings), submit=submit, tickets=tickets
    )


async def _async_add_document(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    requester: Requester,
    contents: Sequence[str],
) -> dict[str, Any]:
    given = {field: value for field, value in fields.items() if field != "document"}
    check_content(hass, fields, ("document", *contents))
    document = find_document(hass, fields["document"], requester)
    if "device_id" not in given:
        given["device_id"] = document.get_device_id(hass, requester)
    saved = await document.async_render(hass)
    if isinstance(changed := given.get(PAGE_OPTIONS), Mapping):
        given[PAGE_OPTIONS] = {**saved.get(PAGE_OPTIONS, {}), **changed}
    return saved | given
