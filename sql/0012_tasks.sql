-- Taken: what somebody has to do, about a relation or not. See lib/model/fields_task.c. Whose it is stands as words in assigned_to and, for "mine", in
-- one of the two columns after it.
CREATE TABLE task (
    id                BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    relation_id       BIGINT UNSIGNED NULL,
    version           INT UNSIGNED NOT NULL DEFAULT 1,
    title             VARCHAR(150) NULL,
    description       VARCHAR(2000) NULL,
    due_date          DATE NULL,
    assigned_to       VARCHAR(200) NULL,
    done_on           DATE NULL,
    author            VARCHAR(200) NULL,
    user_id           INT UNSIGNED NULL,
    function_group_id INT UNSIGNED NULL,
    created_at        DATETIME(6) NOT NULL,
    changed_at        DATETIME(6) NOT NULL,
    KEY task_relation (relation_id, due_date),
    KEY task_user (user_id, done_on, due_date),
    KEY task_group (function_group_id, done_on, due_date),
    KEY task_open (done_on, due_date),
    FOREIGN KEY (relation_id) REFERENCES relation (id),
    FOREIGN KEY (user_id) REFERENCES app_user (id),
    FOREIGN KEY (function_group_id) REFERENCES function_group (id)
) ENGINE=InnoDB;
