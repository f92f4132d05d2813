"""Per-person keys outside the database: files wrapped under an epoch's key, tombstones, re-wrap; pure.

Why: DESIGN decision 4. A person's ids are encrypted under the person's own key. Destroying that key in
every copy is the erasure; so keys never lie in the database or its backups, and the key that wraps them
is replaced at least daily and then destroyed.
"""
