"""The embedded PostgreSQL and Valkey: real ones, with no root and no Docker.

Nothing here is imported when `DATABASE_URL` and `REDIS_URL` name servers from outside.
"""
