#!/bin/sh
# Run once by the image of PostgreSQL, when its volume is empty. The same as SQL: docs/postgresql.md.
set -eu
psql --set=ON_ERROR_STOP=1 --username postgres --dbname postgres \
  --set=owner_password="$OWNER_PASSWORD" --set=application_password="$APPLICATION_PASSWORD" <<'SQL'
CREATE ROLE rollcall_owner LOGIN PASSWORD :'owner_password'
  NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE rollcall_app LOGIN PASSWORD :'application_password'
  NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE DATABASE rollcall OWNER rollcall_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE rollcall FROM PUBLIC;
GRANT CONNECT ON DATABASE rollcall TO rollcall_app;
\connect rollcall
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO rollcall_app;
ALTER DEFAULT PRIVILEGES FOR ROLE rollcall_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO rollcall_app;
ALTER DEFAULT PRIVILEGES FOR ROLE rollcall_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO rollcall_app;
SQL
