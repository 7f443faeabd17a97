"""How long the offline validation takes: `python benchmarks/policy_validation.py`.

Prints the time of ordinary documents, with and without a catalogue, and of hostile ones of 32 KiB.
`--corpus FILE` times the documents of a file instead, a JSON object of documents by name.
"""

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from aa_sdk.policy import ActionCatalogue, PolicyValidation, validate

CASES = Path(__file__).parents[1] / "tests" / "policy" / "cases" / "no_new_access.json"
REPEATS = 5
LARGEST = 32 * 1024


def allow(**elements: Any) -> dict[str, Any]:
    """An Allow statement."""
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **elements}


def text_of(*statements: dict[str, Any]) -> str:
    """The text of a policy, cut to size by leaving statements out."""
    return json.dumps(
        {"Version": "2012-10-17", "Statement": list(statements)}, separators=(",", ":")
    )


def labelled_texts() -> list[str]:
    """Ordinary documents, laid out as people do."""
    labels = json.loads(CASES.read_text(encoding="utf-8"))
    documents = [*labels["existing"].values(), *(case["new"] for case in labels["cases"])]
    return [json.dumps(document, indent=4) for document in documents]


def corpus_texts(path: Path) -> list[str]:
    """The documents of a file, laid out as people do."""
    documents: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return [json.dumps(document, indent=4) for document in documents.values()]


def hostile_texts() -> dict[str, str]:
    """Documents of 32 KiB that are made to take long."""
    keys = {f"a:{n}": "${*" * 5 for n in range(1100)}
    texts = {
        "globs that cover nothing": text_of(allow(Action=[f"*{n}*" for n in range(3_700)])),
        "globs with one star": text_of(allow(Action=[f"a{n}*" for n in range(3_600)])),
        "resources with question marks": text_of(allow(Resource=[f"*{n}?*" for n in range(3_300)])),
        "nested stars": text_of(allow(Action=["*a" * 500, "a" * 1_000] * 16)),
        "many statements": text_of(*[allow(Action=[f"*{n}" for n in range(40)])] * 80),
        "empty statements": text_of(*[dict[str, Any]()] * 10_000),
        "a list of numbers": json.dumps({"Statement": [0] * 10_000}),
        "condition keys": text_of(allow(Condition={"StringLike": keys})),
        "open variables": text_of(allow(Resource=["${" * 16_000])),
        "colons": text_of(allow(Resource=["arn:" * 4_000, "arn:" * 4_000 + "*"])),
        "nested brackets": "[" * LARGEST,
        "blanks": " " * LARGEST,
    }
    assert all(len(text) <= LARGEST for text in texts.values()), {
        k: len(v) for k, v in texts.items()
    }
    return texts


def milliseconds(check: Callable[[str], object], text: str) -> float:
    """How long a document takes, CPU of this process."""
    start = time.process_time()
    check(text)
    return (time.process_time() - start) * 1000


def percentile(values: list[float], share: float) -> float:
    """The value that a share of the values stays below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def show(name: str, value: float, unit: str, target: float) -> None:
    """Print a figure beside its target."""
    verdict = "reached" if value <= target else "MISSED"
    print(f"{name:44} {value:9.3f} {unit:3} target {target:g}: {verdict}")


def show_documents(name: str, texts: list[str], check: Callable[[str], PolicyValidation]) -> None:
    """Time every document several times, after a first one that nothing is known of."""
    for text in texts:
        check(text)
    gc.collect()
    each = [statistics.median(milliseconds(check, text) for _ in range(REPEATS)) for text in texts]
    print(f"{len(texts)} documents, text to findings, {name}")
    show("median", statistics.median(each), "ms", 0.5)
    show("p99", percentile(each, 0.99), "ms", 10)
    print(f"{'worst':44} {max(each):9.3f} ms")


def show_hostile() -> None:
    """Time each hostile document once."""
    worst = 0.0
    for name, text in hostile_texts().items():
        gc.collect()
        seconds = milliseconds(validate, text) / 1000
        worst = max(worst, seconds)
        print(f"  {name:42} {seconds:9.3f} s")
    show("slowest hostile document", worst, "s", 1)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a JSON object of documents by name")
    corpus = parser.parse_args().corpus
    texts = corpus_texts(corpus) if corpus else labelled_texts()
    nothing = ActionCatalogue.empty()
    show_documents("without a catalogue", texts, lambda text: validate(text, catalogue=nothing))
    installed = ActionCatalogue.installed()
    if installed:
        show_documents("with a catalogue", texts, lambda text: validate(text, catalogue=installed))
    show_hostile()


if __name__ == "__main__":
    main()
