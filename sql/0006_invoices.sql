-- Invoices that people make: concept, final, paid, credited; and what is made for many memberships at once. docs/invoices.md says the rules.

ALTER TABLE invoice
    ADD COLUMN kind VARCHAR(10) CHARACTER SET ascii NOT NULL DEFAULT 'factuur' AFTER version,
    MODIFY COLUMN number VARCHAR(20) CHARACTER SET ascii NULL,
    ADD COLUMN credits_number VARCHAR(20) CHARACTER SET ascii NULL AFTER number,
    ADD COLUMN paid_cents BIGINT NOT NULL DEFAULT 0 AFTER vat_cents,
    ADD COLUMN credited_cents BIGINT NOT NULL DEFAULT 0 AFTER paid_cents,
    -- technical: the invoice that a credit note is about, and the run that made it
    ADD COLUMN credit_of BIGINT UNSIGNED NULL,
    ADD COLUMN run_id BIGINT UNSIGNED NULL,
    ADD KEY invoice_status (status, invoice_date, id),
    ADD KEY invoice_date (invoice_date, id),
    ADD KEY invoice_run (run_id, id),
    ADD FOREIGN KEY (credit_of) REFERENCES invoice (id);

UPDATE invoice SET paid_cents = total_cents WHERE status = 'betaald';
UPDATE invoice SET credited_cents = total_cents WHERE status = 'credit';

ALTER TABLE invoice_line
    ADD COLUMN vat_code VARCHAR(12) CHARACTER SET ascii NOT NULL DEFAULT 'vrijgesteld' AFTER price_cents,
    ADD COLUMN vat_cents BIGINT NOT NULL DEFAULT 0 AFTER total_cents;

UPDATE invoice_line SET
    vat_code = CASE vat_rate WHEN 21 THEN 'hoog' WHEN 9 THEN 'laag' ELSE 'vrijgesteld' END,
    vat_cents = SIGN(total_cents) * ((ABS(total_cents) * vat_rate * 2 + 100 + vat_rate) DIV (2 * (100 + vat_rate)));

-- What came in. The bank's reference of an entry is here once, so that a statement that is read twice pays nothing twice. A debit that was
-- returned is a negative amount.
CREATE TABLE payment (
    id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    invoice_id   BIGINT UNSIGNED NOT NULL,
    paid_on      DATE NOT NULL,
    amount_cents BIGINT NOT NULL,
    source       ENUM('hand', 'bank') NOT NULL,
    entry_ref    VARCHAR(140) CHARACTER SET ascii NULL UNIQUE,
    user_id      INT UNSIGNED NULL,
    created_at   DATETIME(6) NOT NULL,
    KEY payment_invoice (invoice_id, paid_on),
    FOREIGN KEY (invoice_id) REFERENCES invoice (id)
) ENGINE=InnoDB;

-- A run: which period and types of membership, how far it is. last_membership moves in the transaction that makes the invoices.
CREATE TABLE invoice_run (
    id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    period          VARCHAR(7) CHARACTER SET ascii NOT NULL, -- '2027' '2027-K1' '2027-01'
    description     VARCHAR(200) NOT NULL,
    due_days        INT UNSIGNED NOT NULL,
    vat_code        VARCHAR(12) CHARACTER SET ascii NOT NULL,
    state           ENUM('voorbeeld', 'maken', 'gemaakt', 'definitief maken', 'definitief', 'weg') NOT NULL,
    expected        INT UNSIGNED NOT NULL DEFAULT 0,
    made            INT UNSIGNED NOT NULL DEFAULT 0,
    last_membership BIGINT UNSIGNED NOT NULL DEFAULT 0,
    total_cents     BIGINT NOT NULL DEFAULT 0,
    job             CHAR(32) CHARACTER SET ascii NULL,
    user_id         INT UNSIGNED NULL,
    created_at      DATETIME(6) NOT NULL
) ENGINE=InnoDB;

CREATE TABLE invoice_run_type (
    run_id BIGINT UNSIGNED NOT NULL,
    type   VARCHAR(60) NOT NULL,
    PRIMARY KEY (run_id, type),
    FOREIGN KEY (run_id) REFERENCES invoice_run (id)
) ENGINE=InnoDB;

ALTER TABLE invoice ADD FOREIGN KEY (run_id) REFERENCES invoice_run (id);

-- Each month of a membership is invoiced once, whatever periods the runs had.
CREATE TABLE invoice_month (
    membership_id BIGINT UNSIGNED NOT NULL,
    month         CHAR(7) CHARACTER SET ascii NOT NULL,
    invoice_id    BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (membership_id, month),
    KEY invoice_month_invoice (invoice_id),
    FOREIGN KEY (membership_id) REFERENCES membership (id) ON DELETE CASCADE,
    FOREIGN KEY (invoice_id) REFERENCES invoice (id) ON DELETE CASCADE
) ENGINE=InnoDB;

-- An invoice with a number stays as it is (Wet OB art. 35a) and stays here for seven years (AWR art. 52), whoever tries.
CREATE TRIGGER invoice_stays BEFORE UPDATE ON invoice FOR EACH ROW
BEGIN
    IF OLD.number IS NOT NULL AND NOT (NEW.number <=> OLD.number AND NEW.relation_id = OLD.relation_id AND NEW.kind = OLD.kind
        AND NEW.invoice_date = OLD.invoice_date AND NEW.due_date = OLD.due_date AND NEW.description <=> OLD.description
        AND NEW.total_cents = OLD.total_cents AND NEW.vat_cents = OLD.vat_cents AND NEW.credit_of <=> OLD.credit_of
        AND NEW.status <> 'concept') THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an invoice with a number is never changed';
    END IF;
END;

CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice FOR EACH ROW
BEGIN
    IF OLD.number IS NOT NULL AND OLD.invoice_date > CURRENT_DATE - INTERVAL 7 YEAR THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an invoice with a number is kept for seven years';
    END IF;
END;

CREATE TRIGGER invoice_line_stays BEFORE UPDATE ON invoice_line FOR EACH ROW
BEGIN
    IF (SELECT number FROM invoice WHERE id = OLD.invoice_id) IS NOT NULL THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an invoice with a number is never changed';
    END IF;
END;

CREATE TRIGGER invoice_line_kept BEFORE DELETE ON invoice_line FOR EACH ROW
BEGIN
    IF EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND number IS NOT NULL AND invoice_date > CURRENT_DATE - INTERVAL 7 YEAR) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an invoice with a number is kept for seven years';
    END IF;
END;
