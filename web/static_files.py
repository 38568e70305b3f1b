"""Static files as they are served: comments are for readers of the source, not for phones."""

import re

from django.core.files.base import ContentFile, File
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

CSS_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
# Whole lines only: within one, `//` may be an address.
JS_COMMENT = re.compile(rb"^[ \t]*//.*\n", re.MULTILINE)
# Our own folders; what is vendored stays byte for byte.
COMMENTS = (("css/", ".css", CSS_COMMENT), ("js/", ".js", JS_COMMENT))


def without_comments(name: str, content: bytes) -> bytes:
    for folder, ending, comment in COMMENTS:
        if name.startswith(folder) and name.endswith(ending):
            return comment.sub(b"", content)
    return content


class LeanStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def _save(self, name: str, content: File) -> str:
        if not name.startswith(tuple(folder for folder, *_ in COMMENTS)):
            return str(super()._save(name, content))
        content.seek(0)
        read = content.read()
        raw = read.encode() if isinstance(read, str) else read
        return str(super()._save(name, ContentFile(without_comments(name, raw))))
