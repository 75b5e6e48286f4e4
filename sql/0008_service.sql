-- Servicedienst: what a relation asked for, who does it and when. See lib/model/fields_service.c.

CREATE TABLE service_request (
    id               BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    relation_id      BIGINT UNSIGNED NOT NULL,
    version          INT UNSIGNED NOT NULL DEFAULT 1,
    title            VARCHAR(150) NULL,
    type             VARCHAR(30) CHARACTER SET ascii NULL,
    status           VARCHAR(12) CHARACTER SET ascii NOT NULL DEFAULT 'nieuw',
    requested_on     DATE NULL,
    appointment_date DATE NULL,
    appointment_time VARCHAR(5) CHARACTER SET ascii NULL,
    provider         VARCHAR(150) NULL,
    done_on          DATE NULL,
    description      VARBINARY(9000) NULL,
    created_at       DATETIME(6) NOT NULL,
    changed_at       DATETIME(6) NOT NULL,
    KEY service_request_relation (relation_id, requested_on),
    -- the work list: what is open, oldest first; and what is planned for a day
    KEY service_request_status (status, requested_on),
    KEY service_request_appointment (appointment_date),
    FOREIGN KEY (relation_id) REFERENCES relation (id)
) ENGINE=InnoDB;
