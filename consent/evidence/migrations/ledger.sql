-- The ledger's tables: what an entry may be, what follows from it, and that nothing is ever changed.

-- An entry is its bytes. They are JSON in ASCII without blanks, at signs or backslashes, so that no
-- text can stand in them, whoever inserts it. encode(..., 'escape') is the immutable way to read
-- ASCII bytes as text.
CREATE TABLE evidence_entry (
    id uuid PRIMARY KEY GENERATED ALWAYS AS ((encode(body, 'escape')::jsonb ->> 'id')::uuid) STORED,
    tx bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    body bytea NOT NULL,
    CONSTRAINT evidence_entry_holds_no_text CHECK (
        octet_length(body) <= 8192 AND encode(body, 'escape') !~ '[^a-z0-9TZ{}":,._-]'
    ),
    CONSTRAINT evidence_entry_has_its_parts CHECK (
        encode(body, 'escape') LIKE '{"actor":%,"at":"____-__-__T__:__:__.______Z","id":"%","kind":"%","payload":{%},"subject":%,"v":1}'
    )
);
CREATE INDEX evidence_entry_tx ON evidence_entry (tx);

-- Reading an entry never fails, whatever its bytes: one that cannot be read must not stop the sequencer.
CREATE FUNCTION evidence_uuid(value text) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN value::uuid END;

CREATE FUNCTION evidence_moment(value text) RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN coalesce(value::timestamptz, '-infinity');
EXCEPTION WHEN data_exception THEN
    RETURN '-infinity';
END $$;

-- Which random ids an entry names besides its actor: the person and the objects that it is about.
CREATE FUNCTION evidence_objects(entry jsonb) RETURNS uuid[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
    SELECT evidence_uuid(named.value)
    FROM jsonb_each_text(
        CASE jsonb_typeof(entry -> 'payload') WHEN 'object' THEN entry -> 'payload' ELSE '{}'::jsonb END
        || jsonb_build_object('', entry -> 'subject')
    ) AS named
    WHERE evidence_uuid(named.value) IS NOT NULL
    ORDER BY 1
);

CREATE TABLE evidence_place (
    index bigint PRIMARY KEY CHECK (index >= 0),
    entry_id uuid NOT NULL UNIQUE REFERENCES evidence_entry (id),
    leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
    kind varchar(100) NOT NULL,
    at timestamptz NOT NULL,
    actor uuid,
    objects_named uuid[] NOT NULL
);
CREATE INDEX evidence_place_kind ON evidence_place (kind, index);
CREATE INDEX evidence_place_actor ON evidence_place (actor, index);
CREATE INDEX evidence_place_at ON evidence_place (at);
CREATE INDEX evidence_place_objects ON evidence_place USING gin (objects_named);

CREATE TABLE evidence_checkpoint (
    size bigint PRIMARY KEY,
    previous bigint NOT NULL UNIQUE CHECK (previous >= 0 AND previous < size),
    note text NOT NULL,
    leaf_hashes bytea NOT NULL CHECK (octet_length(leaf_hashes) = 32 * (size - previous)),
    frontier bytea NOT NULL CHECK (octet_length(frontier) % 32 = 0),
    settled_tx bigint NOT NULL,
    signed_at timestamptz NOT NULL
);
-- Hashes do not compress: trying costs time and finds nothing.
ALTER TABLE evidence_checkpoint ALTER COLUMN leaf_hashes SET STORAGE EXTERNAL;

CREATE TABLE evidence_node (
    level smallint NOT NULL CHECK (level > 0 AND level % 8 = 0),
    index bigint NOT NULL CHECK (index >= 0),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, index)
);

-- The owner of the schema may empty the tables (a test does); nobody may take single rows away.
CREATE FUNCTION evidence_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'The evidence ledger is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER evidence_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_entry
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse_change();
CREATE TRIGGER evidence_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_place
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse_change();
CREATE TRIGGER evidence_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse_change();
CREATE TRIGGER evidence_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_node
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse_change();
