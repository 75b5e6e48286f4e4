-- Alarmering: the device somebody calls help with. What each column means stands in lib/model/fields_alarm.c.

CREATE TABLE alarm_subscription (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    relation_id BIGINT UNSIGNED NOT NULL,
    version     INT UNSIGNED NOT NULL DEFAULT 1,
    device      VARCHAR(40) NULL,
    sim         VARCHAR(16) CHARACTER SET ascii NULL,
    start_date  DATE NULL,
    end_date    DATE NULL,
    key_place   VARCHAR(100) NULL,
    key_code    VARBINARY(120) NULL,
    medical     VARBINARY(9000) NULL,
    created_at  DATETIME(6) NOT NULL,
    changed_at  DATETIME(6) NOT NULL,
    KEY alarm_subscription_relation (relation_id, start_date),
    FOREIGN KEY (relation_id) REFERENCES relation (id)
) ENGINE=InnoDB;
