#!/bin/sh
# Run once by the postgres image, on an empty volume: a role of the product's own, which is
# no superuser, and its database.
set -e
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
-- Read here, so that it stands in no argument list.
\getenv password DATABASE_PASSWORD
CREATE ROLE gotongroyong LOGIN PASSWORD :'password';
CREATE DATABASE gotongroyong OWNER gotongroyong;
-- Here rather than in the product's database: its view shows every database, and backups
-- stay free of what only a superuser may restore.
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
SQL
