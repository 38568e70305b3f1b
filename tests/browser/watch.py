"""What a page may never do, noticed in every browser test."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# The status itself is judged in `on_response`.
SAID_TWICE = "Failed to load resource: the server responded with a status of"
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP ${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`
));
"""


class Watch:
    """Collects the trouble of its contexts; answers of a status in `expected` are none."""

    def __init__(self, home: str) -> None:
        self.host = urlsplit(home).netloc
        self.trouble: list[str] = []
        self.expected: set[int] = set()

    def follow(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_VIOLATIONS)
        context.on("request", self.on_request)
        context.on("response", self.on_response)
        context.on("console", self.on_console)
        context.on("weberror", self.on_error)

    def on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != self.host:
            self.trouble.append(f"asked another host: {request.url}")

    def on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.trouble.append(f"{response.status} {response.request.method} {response.url}")

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(SAID_TWICE):
            self.trouble.append(f"console {message.type}: {message.text}")

    def on_error(self, error: WebError) -> None:
        self.trouble.append(f"page error: {error.error}")
