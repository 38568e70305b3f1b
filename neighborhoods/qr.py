"""A QR code as an SVG within the page: black on white, with its quiet zone."""

import segno
from django.utils.safestring import SafeString


def qr_svg(url: str) -> SafeString:
    """Without an inline style, which our CSP forbids; its size is the style sheet's."""
    code = segno.make(url, micro=False, error="m")
    # segno escapes nothing here, since all it writes are numbers of modules.
    return SafeString(
        code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr__svg")
    )
