-- Toestemmingen (AVG art. 6 lid 1 onder a, art. 7): for what people are asked, in which words, and what they said. Texts and what was said are only
-- added to: another text is a new version, and taking a consent back is a new row. See lib/model/consent.h.

-- version: its newest text. counts_from: consents to this version and later ones still hold; an older text asked for something else. ended_at: it is
-- not asked any more, and no consent for it holds.
CREATE TABLE consent_purpose (
    id          INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title       VARCHAR(100) NOT NULL UNIQUE,
    version     INT UNSIGNED NOT NULL,
    counts_from INT UNSIGNED NOT NULL,
    ended_at    DATETIME(6) NULL,
    created_at  DATETIME(6) NOT NULL
) ENGINE=InnoDB;

CREATE TABLE consent_text (
    purpose_id INT UNSIGNED NOT NULL,
    version    INT UNSIGNED NOT NULL,
    text       VARCHAR(2000) NOT NULL,
    author     VARCHAR(200) NOT NULL,
    since      DATETIME(6) NOT NULL,
    PRIMARY KEY (purpose_id, version),
    FOREIGN KEY (purpose_id) REFERENCES consent_purpose (id)
) ENGINE=InnoDB;

-- What each column means stands in lib/model/fields_consent.c.
CREATE TABLE consent (
    id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    relation_id  BIGINT UNSIGNED NOT NULL,
    version      INT UNSIGNED NOT NULL DEFAULT 1,
    purpose      VARCHAR(100) NULL,
    decision     VARCHAR(12) CHARACTER SET ascii NULL,
    decided_on   DATE NULL,
    channel      VARCHAR(20) CHARACTER SET ascii NULL,
    text_version INT UNSIGNED NULL,
    recorded_at  DATETIME(6) NULL,
    author       VARCHAR(200) NULL,
    created_at   DATETIME(6) NOT NULL,
    changed_at   DATETIME(6) NOT NULL,
    KEY consent_relation (relation_id, purpose, id),
    KEY consent_purpose (purpose, relation_id, id),
    FOREIGN KEY (relation_id) REFERENCES relation (id),
    FOREIGN KEY (purpose) REFERENCES consent_purpose (title)
) ENGINE=InnoDB;
