"""How well Chinese names are found where a list prints a party in Latin letters only, on parties that no word was added for.

Run: python benchmarks/matching_chinese.py --list us_csl.csv.gz --japan jp_end_user.json.gz --notice jp_third_country.txt.gz
     [--nomenklatura PYTHON] [--show]
The parties are those of China, Hong Kong, Macau and Taiwan that Japan prints in both scripts, and those of the curated list; their Chinese
names are taken away from the list and looked for. A name in one half of the parties may be looked at when words are added to `han.txt`
(--show); what is reported is of the other half. Many of these names have nothing in common with the printed one (a translation, a brand).
Strangers are made as companies there are named: a city, characters that brands are made of, a trade.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import re
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from licet.screening.listing import Listing, PartyKind
from licet.screening.matching.batch import Batch
from licet.screening.matching.build import build
from licet.screening.matching.chinese import HAN
from licet.screening.matching.evidence import Query
from licet.screening.matching.index import Index
from licet.screening.matching.matcher import Grade, Match, Matcher
from licet.screening.shipped import curated_listings
from matching_data import Pair, Parties, beside_others, common_pieces, listings, share_something
from matching_scores import worth

THERE = {"CN", "HK", "MO", "TW"}
KANA = re.compile("[\u3040-\u30ff]")
BRANDS = (
    "恒达通华信瑞鑫泰盛源宏德利丰康佳安诚创新力科维天云中金龙海鹏飞翔宇博凯捷迅联众合嘉美锐昌隆兴旺"
    "顺永正明辉星光耀腾远志成思睿智卓越优品聚汇融"
)
CITIES = (
    *("深圳市", "深圳市", "广州市", "东莞市", "上海", "北京", "苏州", "杭州", "武汉", "成都", "西安", "南京"),
    *("天津", "青岛", "宁波", "厦门", "无锡", "合肥", "长沙", "济南", "香港", "常州", "沈阳"),
)
TRADES = (
    *("电子科技", "科技", "电子", "贸易", "国际贸易", "信息技术", "半导体", "微电子", "光电科技", "精密机械"),
    *("自动化设备", "通信技术", "进出口贸易", "新材料科技", "智能科技", "仪器设备"),
)


def chinese_parties(japan: Path, notice: Path) -> Iterator[tuple[list[str], Listing]]:
    """Yield the Chinese names of parties that are also printed in Latin letters, and the party without them; no name twice."""
    seen: set[str] = set()
    curated = [one for one in curated_listings() if one.list.startswith("us-")]
    for one in (*listings(japan, "jp-end-user"), *listings(notice, "jp-third-country"), *curated):
        chinese = [name.text for name in one.names if HAN.search(name.text) and not KANA.search(name.text)]
        latin = tuple(name for name in one.names if not HAN.search(name.text) and not KANA.search(name.text))
        kept = [name for name in chinese if name not in seen]
        if kept and latin and THERE.intersection(one.countries):
            seen.update(kept)
            yield kept, dataclasses.replace(one, names=latin)


def unrelated_chinese(count: int, chance: random.Random) -> list[str]:
    """Return names of companies as they are given in China, of nobody who is listed but by chance."""
    return [
        f"{chance.choice(CITIES)}{''.join(chance.sample(BRANDS, chance.choice((2, 2, 2, 3, 4))))}{chance.choice(TRADES)}有限公司"
        for _ in range(count)
    ]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--list", type=Path, required=True)
    options.add_argument("--japan", type=Path, required=True)
    options.add_argument("--notice", type=Path, required=True)
    options.add_argument("--nomenklatura", default="")
    options.add_argument("--show", action="store_true", help="show what is missed in the half that may be looked at")
    arguments = options.parse_args()
    chance = random.Random(7)
    names, others = zip(*chinese_parties(arguments.japan, arguments.notice), strict=True)
    parties = Parties([*listings(arguments.list), *others])
    first = len(parties.listings) - len(others)
    with tempfile.TemporaryDirectory() as folder:
        build(parties.listings, Path(folder, "index"))
        index = Index(Path(folder, "index"))
        matcher = Matcher(index)
        common = common_pieces(parties)
        pairs: list[Pair] = []
        asked = found = alike = alike_found = sure = 0
        for at, (chinese, party) in enumerate(zip(names, others, strict=True), first):
            if (zlib.crc32(party.name.encode()) % 2 == 1) is arguments.show:
                continue
            for name in chinese:
                met = _met(matcher.match(Query(name, PartyKind.ORGANISATION), limit=1000), party)
                shared = [one.text for one in party.names if share_something(name, one.text, common)]
                pairs += [Pair(name, text, True, str(at), party.kind) for text in shared[:1]]
                asked, found, sure = asked + 1, found + (met is not None), sure + (met is not None and met.grade is Grade.SURE)
                alike, alike_found = alike + bool(shared), alike_found + (met is not None and bool(shared))
                if arguments.show and met is None:
                    print(name, "|", "; ".join(one.text for one in party.names))
        half = "the half that may be looked at" if arguments.show else "the other half"
        print(f"{asked} Chinese names of {half}: {found / asked:.3f} found, {sure / asked:.3f} for sure;")
        print(f"   of the {alike} that have something in common with the printed name {alike_found / alike:.3f}")
        strangers = unrelated_chinese(5000, chance)
        wrong = sum(bool(one) for one in matcher.match_many([Query(name, PartyKind.ORGANISATION) for name in strangers]))
        print(f"{len(strangers):,} unrelated Chinese names: {wrong / len(strangers):.4f} with a hit")
        print(f"\n{'pairs, each beside a look-alike':<40}{'pairs':>7}{'area':>8}{'F1':>7}   nomenklatura: area, F1")
        pairs += beside_others(pairs, parties, index, Batch(index), chance)
        print(worth("Chinese and Latin names", pairs, index, arguments.nomenklatura))


def _met(matches: list[Match], party: Listing) -> Match | None:
    """Return the match that is the party: it has a name of it."""
    names = {name.text.casefold() for name in party.names}
    return next((one for one in matches if not names.isdisjoint(name.text.casefold() for name in one.listing.names)), None)


if __name__ == "__main__":
    main()
