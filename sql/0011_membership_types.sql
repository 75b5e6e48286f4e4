-- Types of membership with their price. A membership keeps its own amount; its type is the title here and follows when that is changed. Every type
-- that was ever written becomes one, with the amount that was agreed last.
CREATE TABLE membership_type (
    id           INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title        VARCHAR(60) NOT NULL UNIQUE,
    version      INT UNSIGNED NOT NULL DEFAULT 1,
    amount_cents INT NULL,
    offered      VARCHAR(3) CHARACTER SET ascii NOT NULL DEFAULT 'ja',
    created_at   DATETIME(6) NOT NULL,
    changed_at   DATETIME(6) NOT NULL
) ENGINE=InnoDB;

INSERT INTO membership_type (title, amount_cents, created_at, changed_at)
    SELECT m.type, (SELECT n.amount_cents FROM membership n WHERE n.type = m.type ORDER BY n.start_date DESC, n.id DESC LIMIT 1),
        UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)
    FROM membership m WHERE m.type IS NOT NULL GROUP BY m.type;

ALTER TABLE membership ADD CONSTRAINT membership_of_type FOREIGN KEY (type) REFERENCES membership_type (title) ON UPDATE CASCADE;

-- One row per type and period is looked for when a membership is added.
ALTER TABLE membership ADD KEY membership_period (relation_id, type, start_date);

-- What comes in other than through the pages (an import) may bring a type that is not there yet: it becomes one, at the price of its first member.
CREATE TRIGGER membership_type_known BEFORE INSERT ON membership FOR EACH ROW
BEGIN
    IF NEW.type IS NOT NULL AND NOT EXISTS (SELECT 1 FROM membership_type WHERE title = NEW.type) THEN
        INSERT IGNORE INTO membership_type (title, amount_cents, created_at, changed_at)
            VALUES (NEW.type, NEW.amount_cents, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6));
    END IF;
END;
