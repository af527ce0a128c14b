"""Measures the index of the shipped graph and some searches, in seconds and milliseconds of a processor.

    python benchmarks/searching.py

Prints how long the index takes to build and how large it is, then the median, the 95th of a hundred and the slowest of
searches, of suggestions and of matches, each asked once after the index has been warmed up. Counted is what the process
uses of a processor, so that a busy machine does not change much.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterable

from treatygraph import paths
from treatygraph.graph.store import load_union
from treatygraph.reconcile import Service
from treatygraph.search import Index, build_index

WORDS = """Kenya|KEN|UK|Cote d'Ivoire|法国|肯尼亚|كينيا|Кения|Turkey|Republic of|a res 75 87|CTBT-Art.XIV/2021/6|s/res/1887|CTBT|IAEA
treaty|条约|核试验|全面禁止核试验条约|entry into force|nuclear test|president 2021|signature 1996|conference|conf|c|a|法|the|ratif
不遗余力|余力地利|主席|会议报告|international monitoring system|seismic station|Annex 2|附件|committee|organization|elected|"entry into force"
Kirgyzstan|Phillipines|comprehesive test ban|facilitatng the entry|Wakanda|qqqqzzzz|foo bar|Kenya xylophone|全面禁止核实验条约
Heiko Maas|Lamamra|measure|paragraph 9|agenda item 8|statement France|vote|States|2021|1996|declaration|resolution|宣言|决议"""


def cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def told(what: str, seconds: Iterable[float]) -> None:
    ordered = sorted(one * 1000 for one in seconds)
    late = ordered[int(len(ordered) * 0.95) - 1]
    print(f"{what:12} {len(ordered):4} asked   median {statistics.median(ordered):6.1f} ms   95th {late:6.1f} ms   "
          f"slowest {ordered[-1]:6.1f} ms")


def main() -> None:
    store = load_union([paths.graph()])
    began = time.process_time()
    connection = build_index(store, united=True)
    print(f"index        {time.process_time() - began:.2f} s, {len(connection.serialize()) / 1e6:.1f} MB")
    index = Index(connection)
    index.warm_up()
    service = Service(store, index, united=True)
    service.proposed("", None)
    words = [word for line in WORDS.splitlines() for word in line.split("|")]
    told("search", [cpu(lambda one=word: index.search(one)) for word in words])
    told("suggest", [cpu(lambda one=word: index.suggest(one)) for word in words])
    told("match", [cpu(lambda one=word: service.reconcile(json.dumps({"q": {"query": one}}))) for word in words])


if __name__ == "__main__":
    main()
