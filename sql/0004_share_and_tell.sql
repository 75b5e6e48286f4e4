-- What a relation may read itself in WerktVoorMij (lib/model/share.h), and whom to tell that an export is ready.

-- A second key of each relation of which something was ever shared; it seals copies only. Beside the data key, with its own backup rule.
CREATE TABLE {keys}.relation_share_key (
    relation_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    wrapped     VARBINARY(80) NOT NULL,
    created_at  DATETIME(6) NOT NULL
) ENGINE=InnoDB;

-- While a row is shared: a note's text, or the key of a document's file.
CREATE TABLE shared_copy (
    entity      VARCHAR(30) CHARACTER SET ascii NOT NULL,
    entity_id   BIGINT UNSIGNED NOT NULL,
    relation_id BIGINT UNSIGNED NOT NULL,
    sealed      VARBINARY(9100) NOT NULL,
    PRIMARY KEY (entity, entity_id),
    KEY shared_copy_relation (relation_id),
    FOREIGN KEY (relation_id) REFERENCES relation (id)
) ENGINE=InnoDB;

-- Whether who asked for the work wants a mail when it is done.
ALTER TABLE job ADD COLUMN tell TINYINT(1) NOT NULL DEFAULT 0;
