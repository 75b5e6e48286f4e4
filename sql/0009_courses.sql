-- Cursussen: courses with their dates, and who takes part. A course is about nobody; an enrolment is (lib/model/fields_course.c).

CREATE TABLE course (
    id           INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    version      INT UNSIGNED NOT NULL DEFAULT 1,
    title        VARCHAR(150) NOT NULL,
    description  VARCHAR(2000) NULL,
    price_cents  INT NULL,
    places       INT UNSIGNED NOT NULL,
    enrol_open   VARCHAR(3) CHARACTER SET ascii NOT NULL DEFAULT 'ja',
    created_at   DATETIME(6) NOT NULL,
    changed_at   DATETIME(6) NOT NULL,
    KEY course_title (title)
) ENGINE=InnoDB;

CREATE TABLE course_session (
    id           INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    course_id    INT UNSIGNED NOT NULL,
    session_date DATE NOT NULL,
    starts       VARCHAR(5) CHARACTER SET ascii NULL,
    ends         VARCHAR(5) CHARACTER SET ascii NULL,
    place        VARCHAR(150) NULL,
    KEY course_session_date (course_id, session_date),
    FOREIGN KEY (course_id) REFERENCES course (id)
) ENGINE=InnoDB;

-- Title and dates of the course stand here too: what somebody took part in, and from when the needs have to go, is told by the row itself.
CREATE TABLE enrolment (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    relation_id BIGINT UNSIGNED NOT NULL,
    version     INT UNSIGNED NOT NULL DEFAULT 1,
    title       VARCHAR(150) NULL,
    status      VARCHAR(12) CHARACTER SET ascii NOT NULL,
    enrolled_on DATE NULL,
    first_date  DATE NULL,
    last_date   DATE NULL,
    needs       VARBINARY(2100) NULL,
    course_id   INT UNSIGNED NULL,
    created_at  DATETIME(6) NOT NULL,
    changed_at  DATETIME(6) NOT NULL,
    KEY enrolment_relation (relation_id, first_date),
    -- who has a place, and who is first on the waiting list
    KEY enrolment_course (course_id, status, id),
    FOREIGN KEY (relation_id) REFERENCES relation (id),
    FOREIGN KEY (course_id) REFERENCES course (id)
) ENGINE=InnoDB;
