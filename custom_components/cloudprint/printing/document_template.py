"""Rendering of a saved document's template, with limits of time and size."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, override

import jinja2
from jinja2.runtime import Context

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import TemplateError
from homeassistant.helpers.template import (
    MAX_TEMPLATE_OUTPUT,
    TemplateEnvironment,
    is_template_string,
)
from homeassistant.util.thread import ThreadWithException

from ..loading import async_load

if TYPE_CHECKING:
    from ..document.converter import Converter

MAX_SECONDS: Final = 5
_MAX_LENGTH: Final = 4 * MAX_TEMPLATE_OUTPUT
"""Characters of a text, or items of a list, that an operator may make."""
_MAX_BITS: Final = 100_000
"""Of a number that an operator may make."""

type LogFunction = Callable[[int, str], None]
"""Called with the level and the text of a warning or error, in another thread."""


class TemplateTooSlowError(TemplateError):
    """A template that takes more than `MAX_SECONDS`."""

    def __init__(self) -> None:
        """Set the limit."""
        super().__init__(f"it takes more than {MAX_SECONDS} seconds")


class TemplateTooLargeError(TemplateError):
    """A template that makes more than `MAX_TEMPLATE_OUTPUT` characters."""

    def __init__(self) -> None:
        """Set the limit."""
        super().__init__(f"it makes more than {MAX_TEMPLATE_OUTPUT} characters")


def check_template(hass: HomeAssistant, template: str) -> None:
    """Check that a template can be read. Raises TemplateError."""
    try:
        _Environment(hass).compile(template)
    except jinja2.TemplateError as err:
        raise TemplateError(err) from err


async def async_render(hass: HomeAssistant, template: str, log: LogFunction) -> str:
    """Return what a template renders to, with the event loop waiting for it.

    Raises TemplateError, and its subclasses of this module.
    """
    if not is_template_string(template):
        return template.strip()
    source = await async_load(hass, "source.request")
    converter: Converter = source.async_get_converter(hass)
    return await converter.async_run(_render, hass, template, log)


def _render(hass: HomeAssistant, template: str, log: LogFunction) -> str:
    rendering = _Rendering(hass, template, log)
    rendering.start()
    rendering.join(MAX_SECONDS)
    if rendering.is_alive():
        # It may have ended meanwhile.
        with suppress(ValueError):
            rendering.raise_exc(_TimeIsUp)
        raise TemplateTooSlowError
    if rendering.error is not None:
        raise rendering.error
    return rendering.text


class _TimeIsUp(BaseException):
    """Raised within a template; not an Exception, which a filter may suppress."""


class _Rendering(ThreadWithException):
    def __init__(self, hass: HomeAssistant, template: str, log: LogFunction) -> None:
        super().__init__(name="cloudprint template", daemon=True)
        self._hass = hass
        self._template = template
        self._log = log
        self.text = ""
        self.error: TemplateError | None = None

    @override
    def run(self) -> None:
        with suppress(_TimeIsUp):
            try:
                self.text = self._render()
            except TemplateError as err:
                self.error = err
            except Exception as err:  # noqa: BLE001 - a template may raise any
                self.error = TemplateError(err)

    def _render(self) -> str:
        template = _Environment(self._hass, self._log).from_string(self._template)
        pieces: list[str] = []
        size = 0
        for piece in template.generate():
            size += len(piece)
            if size > MAX_TEMPLATE_OUTPUT:
                raise TemplateTooLargeError
            pieces.append(piece)
        return "".join(pieces).strip()


class _Environment(TemplateEnvironment):
    """An environment in which operators make no enormous values.

    An operation on one value cannot be interrupted: "a" * 300000000, 10 ** 10 ** 10.
    """

    intercepted_binops = frozenset({"+", "*", "**"})

    def __init__(self, hass: HomeAssistant, log: LogFunction | None = None) -> None:
        super().__init__(hass, limited=False, strict=False, log_fn=log)
        finalize = self.finalize

        @jinja2.pass_context
        def finalize_later(context: Context, value: Any) -> Any:
            return value if finalize is None else finalize(value)

        # What is constant would otherwise be computed, and its result compiled, too.
        self.optimized = False
        self.finalize = finalize_later

    @override
    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if _is_enormous(operator, left, right):
            raise TemplateTooLargeError
        return super().call_binop(context, operator, left, right)


def _is_enormous(operator: str, left: Any, right: Any) -> bool:
    values = (left, right)
    lengths = [len(value) for value in values if isinstance(value, str | list | tuple)]
    numbers = [value for value in values if isinstance(value, int)]
    if operator == "+":
        return sum(lengths) > _MAX_LENGTH
    if lengths:
        return sum(lengths) * max(numbers, default=0) > _MAX_LENGTH
    if len(numbers) < len(values):
        return False
    bits = [number.bit_length() for number in numbers]
    return (bits[0] * right if operator == "**" else sum(bits)) > _MAX_BITS
