-- The relations' data keys stand in a schema of their own with its own backup rule: erasing a relation destroys its key, and an older
-- backup of the data cannot bring back what was sealed with it. `{keys}` is that schema's name (db_keys_name).

CREATE TABLE {keys}.relation_key (
    relation_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    wrapped     VARBINARY(80) NOT NULL,
    created_at  DATETIME(6) NOT NULL
) ENGINE=InnoDB;
