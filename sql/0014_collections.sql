-- SEPA direct debit: which invoices are collected together. Accounts and names are not kept here: the file is made from what the relation has then.
CREATE TABLE collection (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    message     VARCHAR(35) CHARACTER SET ascii NOT NULL UNIQUE, -- MsgId: by this the bank knows a file that comes twice
    due_on      DATE NOT NULL,
    items       INT UNSIGNED NOT NULL,
    total_cents BIGINT NOT NULL,
    fetched     INT UNSIGNED NOT NULL DEFAULT 0,
    user_id     INT UNSIGNED NULL,
    created_at  DATETIME(6) NOT NULL
) ENGINE=InnoDB;

-- An invoice is in one collection at most.
CREATE TABLE collection_item (
    invoice_id        BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    collection_id     BIGINT UNSIGNED NOT NULL,
    amount_cents      BIGINT NOT NULL,
    mandate_reference VARCHAR(35) CHARACTER SET ascii NOT NULL,
    mandate_signed_on DATE NOT NULL,
    sequence          ENUM('FRST', 'RCUR') NOT NULL,
    KEY collection_item_collection (collection_id, sequence, invoice_id),
    KEY collection_item_mandate (mandate_reference),
    FOREIGN KEY (invoice_id) REFERENCES invoice (id),
    FOREIGN KEY (collection_id) REFERENCES collection (id)
) ENGINE=InnoDB;
