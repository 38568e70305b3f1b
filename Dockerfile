# syntax=docker/dockerfile:1
# One image for web, worker, beat and the one-off commands.

# Backups need a pg_dump as new as the server, and Debian's own is older.
FROM postgres:18-trixie AS postgres
RUN mkdir -p /client/bin /client/lib \
    && cp /usr/lib/postgresql/18/bin/pg_dump /usr/lib/postgresql/18/bin/pg_restore /client/bin/ \
    && cp -L /usr/lib/*-linux-gnu/libpq.so.5 /client/lib/

FROM python:3.13-slim-trixie AS build
ENV UV_PROJECT_ENVIRONMENT=/srv/venv \
    UV_PYTHON_DOWNLOADS=never \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy
RUN pip install --no-cache-dir --disable-pip-version-check "uv>=0.8,<1"
WORKDIR /srv/app
# Before the source, so that a change of the source fetches no package again.
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-default-groups --no-cache
COPY . .
# Neither database nor real key is needed for this.
RUN SECRET_KEY=only-to-collect-static-files STATIC_ROOT=/srv/static \
    /srv/venv/bin/python manage.py collectstatic --noinput --verbosity=0 \
    && /srv/venv/bin/python -m compileall -q .

FROM python:3.13-slim-trixie
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 liblz4-1 libzstd1 zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /tmp app \
    && install -d -o app -g app -m 0750 /data /data/media
COPY --from=postgres /client/bin/ /usr/local/bin/
COPY --from=postgres /client/lib/ /usr/local/lib/
# Fails the build, rather than a backup, should a library be missing.
RUN ldconfig && pg_dump --version && pg_restore --version
COPY --from=build /srv /srv
WORKDIR /srv/app
ENV PATH=/srv/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/srv/static \
    DATA_DIR=/data \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['GRANIAN_PORT'] + '/healthz', timeout=4)"]
CMD ["granian", "--interface=wsgi", "--blocking-threads=16", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout=20", "gotongroyong.wsgi:application"]
