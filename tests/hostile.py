"""An article, questions and file names that try to become part of the page."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

SCRIPT = "<script>window.hit = 1</script>"
IMAGE = '<img src="http://outside.example/x.png" onerror="window.hit = 2">'
LINK = '<a href="javascript:window.hit=3">press</a>'
BREAKOUT = "\"'></button></details></article><svg onload=window.hit=4>"
TEMPLATE = "${window.hit = 5} {{constructor.constructor('window.hit=6')()}}"
ALL = (SCRIPT, IMAGE, LINK, BREAKOUT, TEMPLATE)

TEXT = f"""\
# Zebras {SCRIPT}

## 1. Stripes {IMAGE}

Zebras stripe {SCRIPT} {IMAGE} their coats {LINK} against flies {BREAKOUT} in {TEMPLATE} summer [1].

Table 1. Zebras {SCRIPT}.

| Herd {IMAGE} | Flies {SCRIPT} |
| --- | --- |
| Zebras north {LINK} | few {IMAGE} |

## References

1. Fly, F. {SCRIPT} Zebras. Stripes 2001, 1, 1–2.
"""


def write(root: Path) -> str:
    """Write the article into the workspace under `root`; returns its key."""
    folder = root / "corpus" / "zebra2001"
    folder.mkdir(parents=True)
    data = TEXT.encode()
    (folder / "source.md").write_bytes(data)
    (folder / "article.md").write_bytes(data)
    about = {
        "id": "zebra2001",
        "type": "article-journal",
        "title": f"Zebras {SCRIPT}",
        "author": [{"family": f"Fly{IMAGE}", "given": "F."}],
        "container-title": f"Stripes {BREAKOUT}",
        "issued": {"date-parts": [[2001]]},
        "DOI": f"10.5555/{BREAKOUT}",
    }
    metadata = about | {"custom": {"sha256": hashlib.sha256(data).hexdigest()}}
    reference = about | {"id": "zebra2001:1"}
    (folder / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    (folder / "references.json").write_text(json.dumps([reference]), encoding="utf-8")
    return "zebra2001"
