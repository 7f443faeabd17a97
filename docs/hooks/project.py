"""The changelog and the page for contributors, which stand at the top of the repository."""

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

REPOSITORY = "https://github.com/aa-sdk/aa-sdk/blob/main/"
PAGES = {"project/changelog.md": "CHANGELOG.md", "project/contributing.md": "CONTRIBUTING.md"}
_LINK = re.compile(r"\]\((?!https?:|#)([^)\s]+)\)")


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Add both to the pages of the site."""
    root = Path(config.config_file_path).parent
    for page, source in PAGES.items():
        text = (root / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=with_links_from(page, text)))
    return files


def with_links_from(page: str, text: str) -> str:
    """Let the links of a file at the top lead from a page: to pages, or into the repository."""
    own = {source: name for name, source in PAGES.items()}

    def follow(link: re.Match[str]) -> str:
        path, mark, place = link[1].partition("#")
        target = own.get(path, path.removeprefix("docs/") if path.startswith("docs/") else None)
        if target is None:
            return f"]({REPOSITORY}{link[1]})"
        return f"]({posixpath.relpath(target, posixpath.dirname(page))}{mark}{place})"

    return _LINK.sub(follow, text)
