"""``python -m benchmarks.profile --size 1000``: where the browser spends its time, function by function."""

from __future__ import annotations

import argparse
from collections import defaultdict
from typing import Any

from playwright.sync_api import CDPSession

from benchmarks.browser import DASHBOARD, chromium, filter_once, fresh_page, open_page
from benchmarks.run import commonest_network
from benchmarks.servers import Ports, dashboard

SAMPLE_MICROSECONDS = 200
FILTERS = 5
SHOWN = 18


def self_times(profile: dict[str, Any]) -> tuple[dict[str, float], dict[str, float]]:
    """Milliseconds spent in each function itself, and in it with all it calls.

    Args:
        profile: As the browser's ``Profiler.stop`` gives it.
    """
    nodes = {node["id"]: node for node in profile["nodes"]}
    parents = {child: node["id"] for node in profile["nodes"] for child in node.get("children", ())}
    own: dict[str, float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    for node_id, microseconds in zip(profile["samples"], profile["timeDeltas"], strict=True):
        own[_name(nodes[node_id])] += microseconds / 1000
        stack, place = set(), node_id
        while place is not None:
            stack.add(_name(nodes[place]))
            place = parents.get(place)
        for name in stack:
            whole[name] += microseconds / 1000
    return own, whole


def _name(node: dict[str, Any]) -> str:
    frame = node["callFrame"]
    file = frame["url"].rsplit("/", 1)[-1].split("?")[0]
    return f"{frame['functionName'] or '(anonymous)'} {file}:{frame['lineNumber'] + 1}"


def _print(title: str, profile: dict[str, Any], times: int) -> None:
    print(f"\n{title} (ms each time: itself, with what it calls)")
    own, whole = self_times(profile)
    for name in sorted(own, key=lambda each: -own[each])[:SHOWN]:
        print(f"{own[name] / times:8.1f} {whole[name] / times:8.1f}  {name}")
    print("  longest with what they call:")
    ours = [name for name in whole if "atlas" in name or "facets" in name or "words" in name]
    for name in sorted(ours, key=lambda each: -whole[each])[:SHOWN]:
        print(f"{own.get(name, 0) / times:8.1f} {whole[name] / times:8.1f}  {name}")


def _start(session: CDPSession) -> None:
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": SAMPLE_MICROSECONDS})
    session.send("Profiler.start")


def main() -> None:
    """Profile the first drawing of the map, then filters."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile", description=__doc__)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--first-port", type=int, default=0)
    chosen = parser.parse_args()
    network = commonest_network(chosen.size)
    ports = Ports(chosen.first_port)
    with chromium() as browser, dashboard(chosen.size, ports) as server:
        with fresh_page(browser, DASHBOARD) as page:
            session = page.context.new_cdp_session(page)
            _start(session)
            page.goto(server.url + DASHBOARD.path, wait_until="commit")
            page.wait_for_function("() => performance.getEntriesByName('rc-first-marker').length")
            _print("to the first marker", session.send("Profiler.stop")["profile"], 1)
        with fresh_page(browser, DASHBOARD) as page:
            open_page(page, DASHBOARD, server)
            session = page.context.new_cdp_session(page)
            for is_on, title in ((True, "filter"), (False, "filter cleared")):
                profiles = []
                for _ in range(FILTERS):
                    filter_once(page, DASHBOARD, network, is_on=not is_on)
                    _start(session)
                    filter_once(page, DASHBOARD, network, is_on=is_on)
                    profiles.append(session.send("Profiler.stop")["profile"])
                _print(title, _joined(profiles), FILTERS)


def _joined(profiles: list[dict[str, Any]]) -> dict[str, Any]:
    """Several profiles as one: the numbers of their nodes are made different."""
    joined: dict[str, Any] = {"nodes": [], "samples": [], "timeDeltas": []}
    for order, profile in enumerate(profiles):
        shift = order * 1_000_000
        for node in profile["nodes"]:
            children = [child + shift for child in node.get("children", ())]
            joined["nodes"].append({**node, "id": node["id"] + shift, "children": children})
        joined["samples"] += [sample + shift for sample in profile["samples"]]
        joined["timeDeltas"] += profile["timeDeltas"]
    return joined


if __name__ == "__main__":
    main()
