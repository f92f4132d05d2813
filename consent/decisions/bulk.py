"""The decision for many people as one set in SQL, from and to Arrow; the same rules as for one."""
