"""Lets the links of notebooks lead to pages, as those of pages do.

What stands in a notebook becomes HTML before its links could be followed.
"""

import logging
import posixpath
import re
from typing import Any

_log = logging.getLogger("mkdocs.hooks.notebook_links")
_LINK = re.compile(r'href="(?!\w+:)([^"#]+\.(?:md|py))(#[^"]*)?"')


def on_page_content(html: str, page: Any, files: Any, **_: Any) -> str:
    """Rewrite the links of a notebook."""
    folder = posixpath.dirname(page.file.src_uri)
    if folder != "notebooks":
        return html

    def follow(link: re.Match[str]) -> str:
        target = files.get_file_from_path(posixpath.normpath(posixpath.join(folder, link[1])))
        if target is None:  # which a strict build counts
            _log.warning("%s has a link to %s, which is no page", page.file.src_uri, link[1])
            return link[0]
        return f'href="{target.url_relative_to(page.file)}{link[2] or ""}"'

    return _LINK.sub(follow, html)
