"""Redis as the worker's broker, which may go away in the middle of a task."""

from typing import Any

from kombu.transport import redis
from redis.exceptions import ConnectionError as BrokerLostError


class Channel(redis.Channel):
    """Says of a lost connection that it is lost.

    kombu 5.7.0 takes such a connection apart and then asks it for its server, once to put an
    unacknowledged message back and once to acknowledge it when the task is done. The
    AttributeError of that is none of the errors that Celery expects of a broker: it ends the
    worker. The message comes back by itself after `visibility_timeout`.
    """

    def _connparams(self, *args: Any, **kwargs: Any) -> Any:
        if self.connection is None or self.connection.client is None:
            raise BrokerLostError("the connection of this channel was lost")
        return super()._connparams(*args, **kwargs)


class Transport(redis.Transport):
    Channel = Channel
