-- Relations and the modules of the first slice. What each column means, who may see it and what erasure does to it stands in the field
-- tables (lib/model/fields_*.c); a test holds them against information_schema.

CREATE TABLE deregistration_reason (
    code  VARCHAR(30) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    title VARCHAR(100) NOT NULL,
    position INT UNSIGNED NOT NULL
) ENGINE=InnoDB;

CREATE TABLE relation (
    id                BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    number            VARCHAR(12) CHARACTER SET ascii NOT NULL UNIQUE,
    version           INT UNSIGNED NOT NULL DEFAULT 1,
    initials          VARCHAR(40) NULL,
    call_name         VARCHAR(50) NULL,
    first_names       VARCHAR(200) NULL,
    prefix            VARCHAR(10) NULL,
    last_name         VARCHAR(200) NULL,
    partner_prefix    VARCHAR(10) NULL,
    partner_last_name VARCHAR(200) NULL,
    name_usage        CHAR(1) CHARACTER SET ascii NULL,
    sex               CHAR(1) CHARACTER SET ascii NULL,
    birth_date        VARCHAR(10) CHARACTER SET ascii NULL,
    death_date        VARCHAR(10) CHARACTER SET ascii NULL,
    street            VARCHAR(80) NULL,
    house_number      VARCHAR(5) CHARACTER SET ascii NULL,
    house_letter      VARCHAR(1) CHARACTER SET ascii NULL,
    house_addition    VARCHAR(4) NULL,
    postcode          VARCHAR(6) CHARACTER SET ascii NULL,
    town              VARCHAR(80) NULL,
    foreign_line1     VARCHAR(40) NULL,
    foreign_line2     VARCHAR(50) NULL,
    foreign_line3     VARCHAR(35) NULL,
    country           CHAR(2) CHARACTER SET ascii NULL,
    phone             VARCHAR(16) CHARACTER SET ascii NULL,
    mobile            VARCHAR(16) CHARACTER SET ascii NULL,
    email             VARCHAR(254) NULL,
    iban              VARCHAR(34) CHARACTER SET ascii NULL,
    kvk               VARCHAR(8) CHARACTER SET ascii NULL,
    bsn               VARBINARY(64) NULL,
    status            VARCHAR(10) CHARACTER SET ascii NOT NULL DEFAULT 'actief',
    inactive_reason   VARCHAR(30) CHARACTER SET ascii NULL,
    inactive_date     DATE NULL,
    -- technical: search keys, written by the record engine from the columns above
    bsn_lookup          BINARY(32) NULL,
    -- folded surname in use, prefix, initials (lib/model/name.h); the other surname, by which the sort key does not begin. Not padded: the parts
    -- of a key are kept apart by characters below the space
    sort_key            VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    search_other        VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    number_order        CHAR(12) CHARACTER SET ascii AS (LPAD(number, 12, '0')) PERSISTENT,
    created_at        DATETIME(6) NOT NULL,
    changed_at        DATETIME(6) NOT NULL,
    -- every list is of one status (all: of both, merged), so that each sort is a walk along one index
    -- and what narrows or sorts a search by name stands in the name's index
    KEY relation_by_name (status, sort_key, number_order, call_name, initials, town, birth_date),
    KEY relation_by_number (status, number_order),
    KEY relation_by_town (status, town, sort_key, number_order),
    KEY relation_by_birth (status, birth_date, sort_key, number_order),
    KEY relation_other (status, search_other, sort_key, number_order, call_name, initials, town, birth_date),
    KEY relation_postcode (postcode, house_number),
    KEY relation_email (email),
    KEY relation_phone (phone),
    KEY relation_mobile (mobile),
    KEY relation_bsn (bsn_lookup),
    KEY relation_inactive (inactive_date),
    FOREIGN KEY (inactive_reason) REFERENCES deregistration_reason (code)
) ENGINE=InnoDB;

ALTER TABLE app_user ADD FOREIGN KEY (relation_id) REFERENCES relation (id);

-- Next relation number; one row. Never derived from anything about the person.
CREATE TABLE counter (
    name  VARCHAR(30) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    value BIGINT UNSIGNED NOT NULL
) ENGINE=InnoDB;

INSERT INTO counter (name, value) VALUES ('relation_number', 10001);

CREATE TABLE contact_person (
    id                 BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    relation_id        BIGINT UNSIGNED NOT NULL,
    version            INT UNSIGNED NOT NULL DEFAULT 1,
    linked_relation_id BIGINT UNSIGNED NULL,
    initials           VARCHAR(40) NULL,
    call_name          VARCHAR(50) NULL,
    prefix             VARCHAR(10) NULL,
    last_name          VARCHAR(200) NULL,
    relationship       VARCHAR(60) NULL,
    role               VARCHAR(60) NULL,
    phone              VARCHAR(16) CHARACTER SET ascii NULL,
    mobile             VARCHAR(16) CHARACTER SET ascii NULL,
    email              VARCHAR(254) NULL,
    priority           VARCHAR(2) CHARACTER SET ascii NULL,
    key_holder         VARCHAR(3) CHARACTER SET ascii NULL,
    representative     VARCHAR(3) CHARACTER SET ascii NULL,
    created_at         DATETIME(6) NOT NULL,
    changed_at         DATETIME(6) NOT NULL,
    KEY contact_person_relation (relation_id, priority),
    FOREIGN KEY (relation_id) REFERENCES relation (id),
    FOREIGN KEY (linked_relation_id) REFERENCES relation (id)
) ENGINE=InnoDB;

CREATE TABLE membership (
    id                BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    relation_id       BIGINT UNSIGNED NOT NULL,
    version           INT UNSIGNED NOT NULL DEFAULT 1,
    type              VARCHAR(60) NULL,
    start_date        DATE NULL,
    end_date          DATE NULL,
    end_reason        VARCHAR(100) NULL,
    amount_cents      INT NULL,
    payment_method    VARCHAR(20) CHARACTER SET ascii NULL,
    mandate_reference VARCHAR(35) CHARACTER SET ascii NULL,
    mandate_signed_on DATE NULL,
    created_at        DATETIME(6) NOT NULL,
    changed_at        DATETIME(6) NOT NULL,
    KEY membership_relation (relation_id, start_date),
    FOREIGN KEY (relation_id) REFERENCES relation (id)
) ENGINE=InnoDB;

CREATE TABLE invoice (
    id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    relation_id  BIGINT UNSIGNED NOT NULL,
    version      INT UNSIGNED NOT NULL DEFAULT 1,
    number       VARCHAR(20) CHARACTER SET ascii NOT NULL UNIQUE,
    invoice_date DATE NOT NULL,
    due_date     DATE NOT NULL,
    description  VARCHAR(200) NULL,
    total_cents  BIGINT NOT NULL,
    vat_cents    BIGINT NOT NULL,
    status       VARCHAR(12) CHARACTER SET ascii NOT NULL,
    paid_on      DATE NULL,
    created_at   DATETIME(6) NOT NULL,
    changed_at   DATETIME(6) NOT NULL,
    KEY invoice_relation (relation_id, invoice_date),
    FOREIGN KEY (relation_id) REFERENCES relation (id)
) ENGINE=InnoDB;

CREATE TABLE invoice_line (
    id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    invoice_id    BIGINT UNSIGNED NOT NULL,
    position      INT UNSIGNED NOT NULL,
    text          VARCHAR(200) NOT NULL,
    quantity      INT NOT NULL,
    price_cents   BIGINT NOT NULL,
    vat_rate      INT NOT NULL,
    total_cents   BIGINT NOT NULL,
    UNIQUE KEY invoice_line_position (invoice_id, position),
    FOREIGN KEY (invoice_id) REFERENCES invoice (id)
) ENGINE=InnoDB;

CREATE TABLE note (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    relation_id BIGINT UNSIGNED NOT NULL,
    version     INT UNSIGNED NOT NULL DEFAULT 1,
    note_date   DATE NULL,
    kind        VARCHAR(30) CHARACTER SET ascii NULL,
    title       VARCHAR(150) NULL,
    content     VARBINARY(9000) NULL,
    author      VARCHAR(200) NULL,
    shared      VARCHAR(3) CHARACTER SET ascii NULL,
    about_other VARCHAR(3) CHARACTER SET ascii NULL,
    created_at  DATETIME(6) NOT NULL,
    changed_at  DATETIME(6) NOT NULL,
    KEY note_relation (relation_id, note_date),
    FOREIGN KEY (relation_id) REFERENCES relation (id)
) ENGINE=InnoDB;

-- The bytes lie encrypted in the state folder under store_name; file_key is the file's own key, sealed with the relation's.
CREATE TABLE document (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    relation_id BIGINT UNSIGNED NOT NULL,
    version     INT UNSIGNED NOT NULL DEFAULT 1,
    kind        VARCHAR(30) CHARACTER SET ascii NULL,
    title       VARCHAR(150) NULL,
    file_name   VARCHAR(255) NOT NULL,
    media_type  VARCHAR(100) CHARACTER SET ascii NOT NULL,
    size        BIGINT UNSIGNED NOT NULL,
    sha256      CHAR(64) CHARACTER SET ascii NOT NULL,
    author      VARCHAR(200) NULL,
    shared      VARCHAR(3) CHARACTER SET ascii NULL,
    store_name  CHAR(32) CHARACTER SET ascii NULL UNIQUE, -- these two follow the INSERT: the key is sealed for the row
    file_key    VARBINARY(80) NULL,
    created_at  DATETIME(6) NOT NULL,
    changed_at  DATETIME(6) NOT NULL,
    KEY document_relation (relation_id, created_at),
    FOREIGN KEY (relation_id) REFERENCES relation (id)
) ENGINE=InnoDB;

-- Old and new value of every changed field (AVG 16, 19); a sealed field's values are sealed here too.
CREATE TABLE relation_history (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    relation_id BIGINT UNSIGNED NOT NULL,
    entity      VARCHAR(30) CHARACTER SET ascii NOT NULL,
    entity_id   BIGINT UNSIGNED NOT NULL,
    field       VARCHAR(40) CHARACTER SET ascii NOT NULL,
    sealed      TINYINT(1) NOT NULL DEFAULT 0,
    old_value   VARBINARY(9100) NULL,
    new_value   VARBINARY(9100) NULL,
    at          DATETIME(6) NOT NULL,
    user_id     INT UNSIGNED NULL,
    site        ENUM('staff', 'portal', 'system') NOT NULL,
    request     CHAR(32) CHARACTER SET ascii NOT NULL,
    KEY relation_history_relation (relation_id, at),
    KEY relation_history_site (site, at),
    FOREIGN KEY (relation_id) REFERENCES relation (id)
) ENGINE=InnoDB;

-- A new e-mail address of a portal user, waiting for its proof.
CREATE TABLE email_proof (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id    INT UNSIGNED NOT NULL,
    new_email  VARCHAR(254) NOT NULL,
    code_hash  BINARY(32) NOT NULL,
    tries      TINYINT UNSIGNED NOT NULL DEFAULT 0,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    used_at    DATETIME(6) NULL,
    KEY email_proof_user (user_id, created_at),
    FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB;

-- Long work. `name` is public and unguessable; result files lie encrypted in the state folder, file_key sealed with export.key.
CREATE TABLE job (
    id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name         CHAR(32) CHARACTER SET ascii NOT NULL UNIQUE,
    kind         VARCHAR(20) CHARACTER SET ascii NOT NULL,
    relation_id  BIGINT UNSIGNED NULL,
    user_id      INT UNSIGNED NULL,
    site         ENUM('staff', 'portal', 'system') NOT NULL,
    state        ENUM('waiting', 'running', 'done', 'failed', 'expired') NOT NULL DEFAULT 'waiting',
    step         INT UNSIGNED NOT NULL DEFAULT 0,
    steps        INT UNSIGNED NOT NULL DEFAULT 0,
    step_text    VARCHAR(100) NOT NULL DEFAULT '',
    tries        INT UNSIGNED NOT NULL DEFAULT 0,
    worker       VARCHAR(60) CHARACTER SET ascii NULL,
    lease_until  DATETIME(6) NULL,
    created_at   DATETIME(6) NOT NULL,
    started_at   DATETIME(6) NULL,
    finished_at  DATETIME(6) NULL,
    expires_at   DATETIME(6) NULL,
    store_name   CHAR(32) CHARACTER SET ascii NULL,
    file_key     VARBINARY(80) NULL,
    file_size    BIGINT UNSIGNED NULL,
    file_sha256  CHAR(64) CHARACTER SET ascii NULL,
    file_name    VARCHAR(100) CHARACTER SET ascii NULL,
    fetched      INT UNSIGNED NOT NULL DEFAULT 0,
    KEY job_waiting (state, kind, id),
    KEY job_relation (relation_id, created_at),
    KEY job_user (user_id, created_at),
    KEY job_expires (state, expires_at),
    FOREIGN KEY (relation_id) REFERENCES relation (id)
) ENGINE=InnoDB;
