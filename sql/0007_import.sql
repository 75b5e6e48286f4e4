-- Import: files that came in, what became of each of their lines, and which column was which field for the next file with the same heading.
-- None of this tells about a person but by pointing at a relation; the file itself lies encrypted in the state folder and is destroyed after
-- seven days. The texts in import_line name a field and say what is wrong.

CREATE TABLE import_file (
    id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name         CHAR(32) CHARACTER SET ascii NOT NULL UNIQUE, -- public and unguessable; also the `request` of the history it leaves
    user_id      INT UNSIGNED NULL,
    file_name    VARCHAR(255) NOT NULL,
    file_size    BIGINT UNSIGNED NOT NULL DEFAULT 0,
    store_name   CHAR(32) CHARACTER SET ascii NULL UNIQUE,
    file_key     VARBINARY(80) NULL, -- sealed with export.key
    mapping      TEXT NULL,
    century      VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'vraag',
    duplicates   VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'skip',
    state        ENUM('received', 'checking', 'checked', 'importing', 'done', 'undoing', 'undone', 'failed') NOT NULL DEFAULT 'received',
    job_name     CHAR(32) CHARACTER SET ascii NULL,
    next_line    INT UNSIGNED NOT NULL DEFAULT 0, -- every line up to here is done, in the same transaction as its rows
    lines_read   INT UNSIGNED NOT NULL DEFAULT 0,
    added        INT UNSIGNED NOT NULL DEFAULT 0,
    changed      INT UNSIGNED NOT NULL DEFAULT 0,
    duplicate    INT UNSIGNED NOT NULL DEFAULT 0,
    refused      INT UNSIGNED NOT NULL DEFAULT 0,
    created_at   DATETIME(6) NOT NULL,
    finished_at  DATETIME(6) NULL,
    expires_at   DATETIME(6) NOT NULL, -- the file goes
    KEY import_file_created (created_at),
    KEY import_file_expires (expires_at),
    FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB;

CREATE TABLE import_line (
    import_id   BIGINT UNSIGNED NOT NULL,
    phase       ENUM('check', 'import') NOT NULL,
    line        INT UNSIGNED NOT NULL,
    outcome     ENUM('added', 'changed', 'duplicate', 'refused', 'undone') NOT NULL,
    relation_id BIGINT UNSIGNED NULL, -- added, changed, or looked like
    version     INT UNSIGNED NULL,    -- of the relation after this line
    field       VARCHAR(40) CHARACTER SET ascii NULL,
    text        VARCHAR(1000) NULL,
    PRIMARY KEY (import_id, phase, line),
    KEY import_line_outcome (import_id, phase, outcome, line),
    FOREIGN KEY (import_id) REFERENCES import_file (id)
) ENGINE=InnoDB;

CREATE TABLE import_mapping (
    heading_hash BINARY(32) NOT NULL PRIMARY KEY,
    mapping      TEXT NOT NULL,
    changed_at   DATETIME(6) NOT NULL
) ENGINE=InnoDB;

-- An import is told apart from what somebody typed.
ALTER TABLE relation_history MODIFY site ENUM('staff', 'portal', 'system', 'import') NOT NULL;
