"""Measures when the card is ready, beside Home Assistant's own entities card."""

from statistics import median

from .visitor import DASHBOARD, MODULE, Visitor

_LOADS = 7
_READY = """async ([module, rows]) => {
  const deep = function* (root, name) {
    for (const element of root.querySelectorAll("*")) {
      if (element.localName === name) yield element;
      if (element.shadowRoot) yield* deep(element.shadowRoot, name);
    }
  };
  const first = (root, name) => (root ? deep(root, name).next().value : undefined);
  const isReady = {
    [module]: () => first(first(document, module)?.shadowRoot, "button"),
    "hui-entities-card": () => {
      const card = first(document, "hui-entities-card");
      return card && [...deep(card.shadowRoot, "hui-generic-entity-row")].length === rows;
    },
  };
  const times = {};
  while (Object.keys(times).length < 2) {
    for (const [name, ready] of Object.entries(isReady)) {
      if (!(name in times) && ready()) times[name] = performance.now();
    }
    await new Promise(requestAnimationFrame);
  }
  return times;
}"""


async def card_speed(visitor: Visitor) -> str:
    """Open a dashboard with both cards several times, and print when each was ready."""
    home_assistant, page = visitor.home_assistant, visitor.page
    states = await home_assistant.get("/api/states")
    entities = [
        state["entity_id"]
        for state in states
        if state["entity_id"].startswith("sensor.")
    ][:8]
    cards = [
        {"type": "entities", "entities": entities},
        {"type": f"custom:{MODULE}"},
    ]
    view = {"type": "sections", "path": "both", "sections": [{"cards": cards}]}
    await home_assistant.command(
        "lovelace/config/save", url_path=DASHBOARD, config={"views": [view]}
    )
    times: dict[str, list[float]] = {}
    for load in range(_LOADS + 1):
        await page.goto(
            f"{home_assistant.url}/{DASHBOARD}/both", wait_until="domcontentloaded"
        )
        ready = await page.evaluate(_READY, [MODULE, len(entities)])
        # The first load fills the browser's cache.
        for name, milliseconds in ready.items() if load else ():
            times.setdefault(name, []).append(milliseconds)
    ours, theirs = median(times[MODULE]), median(times["hui-entities-card"])
    return (
        f"our card {ours:,.0f} ms, entities card of {len(entities)} {theirs:,.0f} ms,"
        f" {ours / theirs:.2f} times (medians of {_LOADS} loads)"
    )
