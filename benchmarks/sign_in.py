"""A wrong password for a known and for an unknown number, in turns within one run.

`script/bench sign_in`. The claim: nobody can tell by the clock whether a number has an
account. What is compared is the medians' ratio; both pass the whole sign-in page.
"""

import logging
import statistics
from time import perf_counter

from benchmarks.scratch import save, scratch_database

ROUNDS = 40
KNOWN, UNKNOWN = "0812-0000-0004", "0812-0000-8888"


def main() -> None:
    with scratch_database():
        logging.disable(logging.WARNING)
        times = measure()
    result = {
        name: {"median": round(statistics.median(ms), 2), "spread": round(statistics.stdev(ms), 2)}
        for name, ms in times.items()
    }
    ratio = round(result["known"]["median"] / result["unknown"]["median"], 3)
    print(f"{'milliseconds a try':20}{'median':>10}{'spread':>10}")
    for name, row in result.items():
        print(f"{name:20}{row['median']:10.2f}{row['spread']:10.2f}")
    print(f"known / unknown: {ratio}")
    save("sign_in", {"milliseconds_per_try": result, "ratio": ratio})


def measure() -> dict[str, list[float]]:
    from django.conf import settings
    from django.test import Client

    from accounts.models import Limit
    from gotongroyong.demo.people import make_cast

    make_cast()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for _ in range(ROUNDS):
        # Refused tries would cost no hash.
        Limit.objects.all().delete()
        for name, phone in (("known", KNOWN), ("unknown", UNKNOWN)):
            start = perf_counter()
            Client().post("/masuk/", {"login": phone, "password": "salah"})
            times[name].append((perf_counter() - start) * 1000)
    return times


if __name__ == "__main__":
    main()
