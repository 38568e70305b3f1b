"""The ways a notification can reach somebody. A later channel adds a module and its line here."""

from notifications.channels.base import Channel
from notifications.channels.email import EmailChannel
from notifications.channels.inapp import InAppChannel

# In order: what costs nothing goes first, so that a slow mail server never delays the inbox.
CHANNELS: dict[str, Channel] = {
    channel.code: channel for channel in (InAppChannel(), EmailChannel())
}
