"""Three short made-up reviews with all that articles hold: nested headings, a table, lists, references.

`garcia2020` and `okoro2022` both answer what melatonin does to the time it takes to fall asleep; only
`lee2021` speaks of light. Nothing answers what anything costs.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

GARCIA = """\
# Melatonin for Sleep: A Short Review

## Abstract

Trouble falling asleep is common. This review gathers four trials of melatonin.

## 1. Introduction

Melatonin is a hormone of the pineal gland [1]. It rises at dusk, and light at night suppresses it [1,2].

### 1.1. Adults

A dose of 2 mg shortened the time to fall asleep by 9 minutes compared with placebo (p < 0.05) [2]. \
The effect held for 6 months. This was not seen with 0.5 mg.

In a cross-over trial, 13/27 (48.1%) of shift workers slept longer than 7 h. Both groups were blinded [3–4].

### 1.2. Children

Children with autism slept 48 min longer on a prolonged-release form [4].

- Headache was the commonest side effect.
- Drowsiness in the morning came second [3].

Table 1. Trials of melatonin for sleep.

| Study | Dose | Participants | Result |
| --- | --- | --- | --- |
| Smith 2011 [2] | 2 mg | 60 adults | latency −9 min |
| Novák 2014 [3] | 3 mg | 27 shift workers | longer sleep |
| Tanaka 2018 [4] | 5 mg/day | 40 children | +48 min |

Abbreviations: h: hours; min: minutes.

## References

1. Brown, A. The pineal gland. Sleep Sci. 2009, 1, 1–9. https://doi.org/10.5555/pineal
2. Smith, J.; Jones, K. Melatonin and sleep latency in adults. J. Sleep Med. 2011, 12, 34–40.
3. Novák, P.; Dvořák, M.; Černý, L. Melatonin in shift workers. Chronobiol. Lett. 2014, 3, 100–110.
4. Tanaka, H. Prolonged-release melatonin in autism. Pediatr. Sleep 2018, 7, 5–15.
"""

LEE = """\
# Bright Light Therapy: What the Trials Say

## 1. Background

Light in the morning advances the body clock [1]. A lamp of 10,000 lux for 30 min is usual.

## 2. Winter Depression

Light therapy lifted mood in 61% of patients within two weeks, against 32% with a dim lamp [2].

Eye strain was reported by some patients. They recovered within a day.

## References

1. Kim, S. The human phase response curve. Biol. Clocks 2003, 5, 1–12.
2. Ivanova, T.; Berg, L. Lamps in winter. Seas. Psychiatry 2017, 9, 77–85. https://doi.org/10.5555/lamps
"""

OKORO = """\
# Insomnia Treatments Compared

## 1. Hormones

In sixty adults melatonin (2 mg) cut the time to fall asleep by nine minutes [1].

## 2. Behaviour

### 2.1. Cognitive therapy

Cognitive behavioural therapy for insomnia (CBT-I) is the first choice [2]. CBT-I needs four to eight visits.

### 2.2. Sleep restriction

Restricting time in bed to 5 h raised sleep efficiency from 71 % to 85 % [2].

## References

1. Smith, J.; Jones, K. Melatonin and sleep latency in adults. J. Sleep Med. 2011, 12. doi:10.5555/latency
2. Weiss, O. Behavioural treatment of insomnia. Ann. Sleep 2019, 22, 200–215.
"""


def _entry(
    id: str, families: list[str], title: str, journal: str, year: int, volume: str, page: str, doi: str = ""
) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": id,
        "type": "article-journal",
        "title": title,
        "author": [{"family": family, "given": "A."} for family in families],
        "container-title": journal,
        "issued": {"date-parts": [[year]]},
        "volume": volume,
        "page": page,
    }
    return entry | ({"DOI": doi} if doi else {})


TEXTS = {"garcia2020": GARCIA, "lee2021": LEE, "okoro2022": OKORO}

METADATA = {
    "garcia2020": _entry(
        "garcia2020",
        ["Garcia", "Lindqvist"],
        "Melatonin for Sleep: A Short Review",
        "Reviews of Rest",
        2020,
        "4",
        "1–9",
        "10.5555/garcia",
    ),
    "lee2021": _entry(
        "lee2021", ["Lee"], "Bright Light Therapy: What the Trials Say", "Luminous", 2021, "2", "10–19"
    ),
    "okoro2022": _entry(
        "okoro2022", ["Okoro", "Sato", "Müller"], "Insomnia Treatments Compared", "J. Night", 2022, "8", "e5"
    ),
}

REFERENCES = {
    "garcia2020": [
        _entry(
            "garcia2020:1", ["Brown"], "The pineal gland", "Sleep Sci.", 2009, "1", "1–9", "10.5555/pineal"
        ),
        _entry(
            "garcia2020:2",
            ["Smith", "Jones"],
            "Melatonin and sleep latency in adults",
            "J. Sleep Med.",
            2011,
            "12",
            "34–40",
        ),
        _entry(
            "garcia2020:3",
            ["Novák", "Dvořák", "Černý"],
            "Melatonin in shift workers",
            "Chronobiol. Lett.",
            2014,
            "3",
            "100–110",
        ),
        _entry(
            "garcia2020:4",
            ["Tanaka"],
            "Prolonged-release melatonin in autism",
            "Pediatr. Sleep",
            2018,
            "7",
            "5–15",
        ),
    ],
    "lee2021": [
        _entry("lee2021:1", ["Kim"], "The human phase response curve", "Biol. Clocks", 2003, "5", "1–12"),
        _entry(
            "lee2021:2",
            ["Ivanova", "Berg"],
            "Lamps in winter",
            "Seas. Psychiatry",
            2017,
            "9",
            "77–85",
            "10.5555/lamps",
        ),
    ],
    "okoro2022": [
        _entry(
            "okoro2022:1",
            ["Smith", "Jones"],
            "Melatonin and sleep latency in adults",
            "J. Sleep Med.",
            2011,
            "12",
            "34–40",
            "10.5555/latency",
        ),
        _entry(
            "okoro2022:2", ["Weiss"], "Behavioural treatment of insomnia", "Ann. Sleep", 2019, "22", "200–215"
        ),
    ],
}


def write(root: Path) -> Path:
    """Write the three articles as a workspace under `root`; returns `root`."""
    for key, text in TEXTS.items():
        folder = root / "corpus" / key
        folder.mkdir(parents=True)
        data = text.encode("utf-8")
        metadata = METADATA[key] | {
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "custom": {"sha256": hashlib.sha256(data).hexdigest()},
        }
        (folder / "source.md").write_bytes(data)
        (folder / "article.md").write_bytes(data)
        _dump(folder / "metadata.json", metadata)
        _dump(folder / "references.json", REFERENCES[key])
    return root


def _dump(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
