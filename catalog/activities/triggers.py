"""What PostgreSQL itself keeps: a retention period starts in a field of the activity's own collections."""

import pgtrigger

starts_within = pgtrigger.Trigger(
    name="starts_within",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func=(
        "IF NOT EXISTS (SELECT 1 FROM fields_field AS f JOIN activities_activitycollection AS l"
        " ON l.collection_id = f.collection_id WHERE f.id = NEW.start_id AND l.activity_id = NEW.activity_id)"
        " THEN RAISE EXCEPTION 'A retention period starts in a field of the activity''s collections.'"
        " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
    ),
)

# A rule without its start says nothing: it falls, and retention is unknown again
rule_falls_with_its_collection = pgtrigger.Trigger(
    name="rule_falls",
    operation=pgtrigger.Delete,
    when=pgtrigger.After,
    func=(
        "DELETE FROM activities_retentionrule AS r USING fields_field AS f WHERE f.id = r.start_id"
        " AND f.collection_id = OLD.collection_id AND r.activity_id = OLD.activity_id; RETURN NULL;"
    ),
)
