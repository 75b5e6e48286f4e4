-- Users, what they may do, and how they sign in. Credentials stand in a table of their own that only signin's account can read.

CREATE TABLE function_group (
    id    INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title VARCHAR(100) NOT NULL UNIQUE
) ENGINE=InnoDB;

CREATE TABLE role (
    id    INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title VARCHAR(100) NOT NULL UNIQUE
) ENGINE=InnoDB;

-- Filled from lib/guard/permissions.def at every migration.
CREATE TABLE permission (
    name    VARCHAR(60) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    parent  VARCHAR(60) CHARACTER SET ascii NULL,
    module  VARCHAR(40) CHARACTER SET ascii NOT NULL,
    level   ENUM('none', 'orange', 'red') NOT NULL,
    title   VARCHAR(200) NOT NULL,
    warning VARCHAR(500) NOT NULL
) ENGINE=InnoDB;

CREATE TABLE role_permission (
    role_id    INT UNSIGNED NOT NULL,
    permission VARCHAR(60) CHARACTER SET ascii NOT NULL,
    PRIMARY KEY (role_id, permission),
    FOREIGN KEY (role_id) REFERENCES role (id),
    FOREIGN KEY (permission) REFERENCES permission (name)
) ENGINE=InnoDB;

-- site: 'staff' people work here; 'portal' people are a relation and see only themselves. One address may be both: two users.
CREATE TABLE app_user (
    id                INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    site              ENUM('staff', 'portal') NOT NULL,
    email             VARCHAR(254) NOT NULL,
    name              VARCHAR(200) NOT NULL,
    function_group_id INT UNSIGNED NULL,
    relation_id       BIGINT UNSIGNED NULL,
    active            TINYINT(1) NOT NULL DEFAULT 1,
    created_at        DATETIME(6) NOT NULL,
    last_sign_in_at   DATETIME(6) NULL,
    UNIQUE KEY app_user_email (site, email),
    KEY app_user_relation (relation_id),
    FOREIGN KEY (function_group_id) REFERENCES function_group (id)
) ENGINE=InnoDB;

CREATE TABLE user_role (
    user_id INT UNSIGNED NOT NULL,
    role_id INT UNSIGNED NOT NULL,
    PRIMARY KEY (user_id, role_id),
    FOREIGN KEY (user_id) REFERENCES app_user (id),
    FOREIGN KEY (role_id) REFERENCES role (id)
) ENGINE=InnoDB;

-- scrypt (RFC 7914), r = 8; parameters stand with each hash so that they can grow.
CREATE TABLE credential (
    user_id    INT UNSIGNED NOT NULL PRIMARY KEY,
    salt       BINARY(16) NOT NULL,
    hash       BINARY(32) NOT NULL,
    log2_n     TINYINT UNSIGNED NOT NULL,
    p          TINYINT UNSIGNED NOT NULL,
    changed_at DATETIME(6) NOT NULL,
    FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB;

CREATE TABLE session (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    user_id    INT UNSIGNED NOT NULL,
    opened_at  DATETIME(6) NOT NULL,
    seen_at    DATETIME(6) NOT NULL,
    ended_at   DATETIME(6) NULL,
    end_reason ENUM('sign_out', 'idle', 'age', 'ended', 'password', 'deactivated') NULL,
    address    VARCHAR(45) NOT NULL,
    user_agent VARCHAR(200) NOT NULL,
    KEY session_user (user_id, ended_at),
    KEY session_seen (seen_at),
    FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB;

-- One row per sign-in that has passed the password. The browser holds the token; the code is stored as HMAC(token, code).
CREATE TABLE sign_in_attempt (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    user_id    INT UNSIGNED NOT NULL,
    purpose    ENUM('sign_in', 'reset', 'invite') NOT NULL,
    code_hash  BINARY(32) NOT NULL,
    tries      TINYINT UNSIGNED NOT NULL DEFAULT 0,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    used_at    DATETIME(6) NULL,
    KEY sign_in_attempt_user (user_id, created_at),
    KEY sign_in_attempt_expires (expires_at),
    FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB;

-- Each code sent, for the limits of 3 per 15 minutes and 10 a day.
CREATE TABLE code_sent (
    id      BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id INT UNSIGNED NOT NULL,
    sent_at DATETIME(6) NOT NULL,
    KEY code_sent_user (user_id, sent_at),
    FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB;

-- Failures are counted by what was typed (HMAC of site and folded address), so that known and unknown addresses are treated alike.
CREATE TABLE sign_in_failure (
    name_hash  BINARY(32) NOT NULL PRIMARY KEY,
    failures   INT UNSIGNED NOT NULL,
    last_at    DATETIME(6) NOT NULL,
    blocked_until DATETIME(6) NULL,
    KEY sign_in_failure_last (last_at)
) ENGINE=InnoDB;

-- A browser that completed a sign-in: it skips the delay that failures by others cause.
CREATE TABLE device (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    user_id    INT UNSIGNED NOT NULL,
    seen_at    DATETIME(6) NOT NULL,
    KEY device_user (user_id),
    FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB;

-- Links in mail: password reset (30 minutes) and invitation (72 hours); 256 bits, used once.
CREATE TABLE mail_link (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    user_id    INT UNSIGNED NOT NULL,
    kind       ENUM('reset', 'invite') NOT NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    used_at    DATETIME(6) NULL,
    KEY mail_link_user (user_id, kind),
    KEY mail_link_expires (expires_at),
    FOREIGN KEY (user_id) REFERENCES app_user (id)
) ENGINE=InnoDB;

-- Mail waiting to be sent; the text is wiped when it has gone.
CREATE TABLE outbox (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    kind       VARCHAR(30) CHARACTER SET ascii NOT NULL,
    recipient  VARCHAR(254) NOT NULL,
    subject    VARCHAR(200) NOT NULL,
    body       TEXT NULL,
    created_at DATETIME(6) NOT NULL,
    next_at    DATETIME(6) NOT NULL,
    tries      INT UNSIGNED NOT NULL DEFAULT 0,
    sent_at    DATETIME(6) NULL,
    failed_at  DATETIME(6) NULL,
    KEY outbox_waiting (sent_at, failed_at, next_at)
) ENGINE=InnoDB;

-- NEN 7513 fields; no names and no values, so that erasure never edits it. No foreign keys: the log outlives what it tells about.
CREATE TABLE audit (
    id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    at             DATETIME(6) NOT NULL,
    event          VARCHAR(40) CHARACTER SET ascii NOT NULL,
    act            ENUM('C', 'R', 'U', 'D', 'E') NOT NULL,
    outcome        ENUM('done', 'refused', 'failed') NOT NULL,
    user_id        INT UNSIGNED NULL,
    site           ENUM('staff', 'portal', 'system') NOT NULL,
    program        VARCHAR(20) CHARACTER SET ascii NOT NULL,
    address        VARCHAR(45) CHARACTER SET ascii NOT NULL,
    request        CHAR(32) CHARACTER SET ascii NOT NULL,
    object         VARCHAR(30) CHARACTER SET ascii NOT NULL,
    object_id      BIGINT UNSIGNED NULL,
    relation_id    BIGINT UNSIGNED NULL,
    sensitivity    CHAR(1) CHARACTER SET ascii NOT NULL,
    detail         VARCHAR(500) NOT NULL,
    PRIMARY KEY (id, at),
    KEY audit_relation (relation_id, at),
    KEY audit_user (user_id, at)
) ENGINE=InnoDB;
