-- The two roles and the database: catalog_owner owns and migrates the schema, the product runs as catalog_app.
-- Run as a superuser: CATALOG_OWNER_PASSWORD=... CATALOG_APP_PASSWORD=... psql -d postgres -f deploy/roles.sql
-- Safe to run again; existing passwords are set to the given ones.
\set ON_ERROR_STOP 1
\getenv owner_password CATALOG_OWNER_PASSWORD
\getenv app_password CATALOG_APP_PASSWORD

SELECT format('CREATE ROLE %I LOGIN CREATEDB', 'catalog_owner')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'catalog_owner') \gexec
SELECT format('CREATE ROLE %I LOGIN', 'catalog_app')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'catalog_app') \gexec

ALTER ROLE catalog_owner PASSWORD :'owner_password';
ALTER ROLE catalog_app PASSWORD :'app_password';

-- The owner may act as the application (tests prove what the application cannot do), never the reverse.
GRANT catalog_app TO catalog_owner;

-- Databases that the owner makes later (a test database) are copies of template1 and inherit these rights.
\connect template1
ALTER DEFAULT PRIVILEGES FOR ROLE catalog_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO catalog_app;
ALTER DEFAULT PRIVILEGES FOR ROLE catalog_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO catalog_app;

SELECT 'CREATE DATABASE catalog OWNER catalog_owner ENCODING ''UTF8'' TEMPLATE template1'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'catalog') \gexec
REVOKE ALL ON DATABASE catalog FROM PUBLIC;
-- A bulk import stages its lines in a temporary table; the schema itself stays closed to the application.
GRANT CONNECT, TEMPORARY ON DATABASE catalog TO catalog_app;
