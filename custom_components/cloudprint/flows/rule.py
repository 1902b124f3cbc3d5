"""The flow that adds and changes rules."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_NAME
from homeassistant.helpers import selector

from ..exceptions import as_markdown
from ..fields import one_line
from ..forms import (
    UserInput,
    collapsed_section,
    flatten,
    number_selector,
    select_selector,
)
from ..policy import rules
from ..policy.people import async_get_people
from ..policy.rules import ColorRule, Rule
from ..printing.permission import get_printers
from ..requester import RequesterKind
from ..texts import async_get_texts, get_common_texts, join_names
from . import BLUEPRINT, SubentryFlow

CONF_WHO: Final = "who"  # users, kinds and all others in one field
SECTION_MORE: Final = "more"
MAX_RULE_NAME: Final = 100
KINDS_OF_RULES: Final = [kind for kind in RequesterKind if kind != RequesterKind.USER]

_PAGES: Final = number_selector(0, 100_000)


class RuleFlow(SubentryFlow):
    """Adds a rule, or changes one; it applies to the next print, without a reload."""

    _gone = "rule_gone"

    async def async_step_user(self, user_input: UserInput = None) -> SubentryFlowResult:
        """Ask who may print what."""
        errors, suggested = dict[str, str](), dict[str, Any]()
        shown = {"rule": "", "entity": ""}
        if self._own_id is not None:
            subentry = self._get_reconfigure_subentry()
            data = subentry.data
            who = [*data.get(rules.CONF_USERS, ()), *data.get(rules.CONF_KINDS, ())]
            who += [rules.CONF_OTHERS] * data.get(rules.CONF_OTHERS, False)
            suggested = {CONF_NAME: subentry.title, CONF_WHO: who, SECTION_MORE: data}
            suggested |= data
        if user_input is not None:
            name, entered = _parse_input(user_input)
            rule = Rule.from_data(self._own_id or "", name, entered)
            errors, shown = self._validate(rule)
            if not errors:
                return await self._async_save(rule, entered)
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                await self._async_build_schema(suggested), user_input or suggested
            ),
            errors=errors,
            description_placeholders=shown,
        )

    async_step_reconfigure = async_step_user

    def _validate(self, rule: Rule) -> tuple[dict[str, str], dict[str, str]]:
        """Return the errors of a rule by field, and their placeholders."""
        errors, other = dict[str, str](), ""
        if not 0 < len(rule.name) <= MAX_RULE_NAME:
            errors[CONF_NAME] = "name_invalid"
        if not (rule.users or rule.kinds or rule.is_for_others):
            errors[CONF_WHO] = "who_missing"
        for existing in rules.get_rules(self._get_entry()):
            if existing.rule_id != rule.rule_id and rule.is_equal(existing):
                errors[CONF_WHO], other = "who_taken", existing.name
        entity = rule.only_while
        if entity is not None and not rules.is_read_only(self.hass, entity):
            # At the section: the frontend shows no errors of fields in it.
            errors[SECTION_MORE] = "only_while_writable"
        return errors, {"rule": other, "entity": entity or ""}

    async def _async_save(self, rule: Rule, data: dict[str, Any]) -> SubentryFlowResult:
        told = {
            "sentence": as_markdown(await self._async_describe(rule)),
            "blueprint": BLUEPRINT.format("approve_prints"),
        }
        if self._own_id is None:
            return self.async_create_entry(
                title=rule.name,
                data=data,
                description="asks" if rule.may_ask else None,
                description_placeholders=told,
            )
        entry, subentry = self._get_entry(), self._get_reconfigure_subentry()
        self.hass.config_entries.async_update_subentry(
            entry, subentry, title=rule.name, data=data
        )
        reason = "rule_changed_asks" if rule.may_ask else "rule_changed"
        return self.async_abort(reason=reason, description_placeholders=told)

    async def _async_describe(self, rule: Rule) -> str:
        """Return what a rule means, for whom it is, and who is asked."""
        texts = await async_get_texts(self.hass, None, "common", "selector")
        others = [rules.CONF_OTHERS] * rule.is_for_others
        kinds = (*KINDS_OF_RULES, rules.CONF_OTHERS)
        names = {kind: texts[f"selector.rule_who.options.{kind}"] for kind in kinds}
        names |= await async_get_people(self.hass)

        def join(keys: Iterable[str]) -> str:
            labels = sorted(names.get(key, texts["common.rule_gone"]) for key in keys)
            return join_names(labels, self.hass.config.language)

        key = "common.rule_asks" if rule.may_ask else "common.rule_is_for"
        return texts[key].format(
            sentence=rules.describe_rule(self.hass, rule),
            who=join([*rule.users, *rule.kinds, *others]),
            approvers=join(rule.approvers) or texts["common.rule_administrators"],
        )

    async def _async_build_schema(self, suggested: Mapping[str, Any]) -> vol.Schema:
        """Return the form; what is gone of a known rule can be seen and removed."""
        gone = get_common_texts(self.hass)["common.rule_gone"]
        people = await async_get_people(self.hass)
        printers = get_printers(self.hass, [self._get_entry()])

        def choose(name: str, names: Mapping[str, str], key: str = "") -> Any:
            labels = {**dict.fromkeys(suggested.get(name, ()), gone), **names}
            return select_selector(labels, key, multiple=True)

        who = people | {kind: kind for kind in (*KINDS_OF_RULES, rules.CONF_OTHERS)}
        fields = {
            vol.Required(CONF_NAME): selector.TextSelector(),
            # Optional, since the frontend chooses the first one of a required field.
            vol.Optional(CONF_WHO): choose(CONF_WHO, who, "rule_who"),
            vol.Optional(rules.CONF_PAGES_A_DAY): _PAGES,
            vol.Optional(rules.CONF_ASK_ABOVE): _PAGES,
            vol.Optional(rules.CONF_APPROVERS): choose(rules.CONF_APPROVERS, people),
        }
        # With that of a rule's own entity, which is refused in a sentence.
        own_domain, _, _ = suggested.get(rules.CONF_ONLY_WHILE, "").partition(".")
        domains = [*{*rules.READ_ONLY_DOMAINS, own_domain} - {""}]
        more = {
            rules.CONF_PRINTERS: choose(rules.CONF_PRINTERS, printers),
            rules.CONF_PAGES_A_MONTH: _PAGES,
            rules.CONF_ONLY_WHILE: selector.EntitySelector({"domain": domains}),
            rules.CONF_WAIT_HOURS: number_selector(1, 14 * 24, "h"),
        }
        color = vol.Required(rules.CONF_COLOR, default=ColorRule.ALLOWED.value)
        section = collapsed_section(
            {
                color: select_selector(list(ColorRule), "rule_color"),
                **{vol.Optional(name): more[name] for name in more},
            }
        )
        return vol.Schema({**fields, vol.Optional(SECTION_MORE): section})


def _parse_input(user_input: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the name of a rule, and the data of its subentry, without empty fields."""
    fields = flatten(user_input, [SECTION_MORE])
    name, who = one_line(fields.pop(CONF_NAME)), fields.pop(CONF_WHO, [])
    others = rules.CONF_OTHERS
    named = [key for key in who if key not in (*KINDS_OF_RULES, others)]
    fields[rules.CONF_USERS] = named
    fields[rules.CONF_KINDS] = [key for key in who if key not in (*named, others)]
    fields[others] = others in who
    return name, {
        # The selector of a number returns 2.0.
        field: int(value) if isinstance(value, float) else value
        for field, value in fields.items()
        if value is not False and value not in ([], "")
    }
