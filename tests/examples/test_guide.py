"""The program of the guide to FastAPI, served: whose fault an error is."""

from pathlib import Path
from typing import Any

import pytest

from tests.examples.serving import Application, serving
from tests.virtual_time import run_on_asyncio

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "fastapi.md"


@pytest.fixture
def app() -> Application:
    code = PAGE.read_text(encoding="utf-8").split("```python\n")[1].split("```\n")[0]
    names: dict[str, Any] = {"__name__": "app"}
    exec(compile(code, str(PAGE), "exec"), names)  # noqa: S102 (our own page)
    application: Application = names["app"]
    return application


def statuses(app: Application, name: str) -> list[int]:
    """The status of the answer about an analyzer, in a list."""
    found: list[int] = []

    async def main() -> None:
        async with serving(app) as served:
            found.append((await served.get(f"/analyzers/{name}")).status)

    run_on_asyncio(main)
    return found


def test_a_wrong_argument_is_the_caller_s_fault_and_a_missing_region_is_not(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "invented")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert statuses(app, "1-audit") == [400]
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    assert statuses(app, "audit") == [500]
