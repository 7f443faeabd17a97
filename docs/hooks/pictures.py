"""Lets the charts of the notebooks follow the page, into light and into dark.

A picture that stands in an `img` knows nothing of the page. Here its SVG becomes a part of it, and
what is black takes the colour of the page's words.
"""

import base64
import re
from typing import Any

_PICTURE = re.compile(r'<img[^>]* src="data:image/svg\+xml;base64,\s*([^"]+)"[^>]*>')
_BACKGROUND = re.compile(r'<rect width="\d+" height="\d+" fill="white"\s*/?>(?:</rect>)?')
_COLOUR = 'fill="#000"'


def on_page_content(html: str, **_: Any) -> str:
    """Put the pictures of a page into it."""
    return _PICTURE.sub(lambda found: _inline(base64.b64decode(found[1]).decode()), html)


def _inline(svg: str) -> str:
    svg = _BACKGROUND.sub("", svg, count=1)
    return svg[svg.index("<svg") :].replace(_COLOUR, 'fill="currentColor"')
