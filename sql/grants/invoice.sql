-- invoice: invoices, their lines and payments; runs. It reads whom they are for and changes nothing of that, and sees no sealed value's key.
GRANT SELECT ON {db}.view_session TO {account};
GRANT SELECT (token_hash), UPDATE (seen_at) ON {db}.session TO {account};
GRANT SELECT (id, site, name, relation_id, active) ON {db}.app_user TO {account};
GRANT SELECT ON {db}.relation TO {account};
GRANT SELECT ON {db}.membership TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {db}.invoice TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {db}.invoice_line TO {account};
GRANT SELECT, INSERT ON {db}.payment TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.invoice_run TO {account};
GRANT SELECT, INSERT ON {db}.invoice_run_type TO {account};
GRANT SELECT ON {db}.invoice_month TO {account};
GRANT SELECT, INSERT, UPDATE (fetched), DELETE ON {db}.collection TO {account};
GRANT SELECT, INSERT, DELETE ON {db}.collection_item TO {account};
GRANT SELECT, INSERT ON {db}.job TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.counter TO {account};
GRANT INSERT ON {db}.relation_history TO {account};
GRANT INSERT, SELECT (id, created_at, next_at, sent_at, failed_at) ON {db}.outbox TO {account};
GRANT INSERT ON {db}.audit TO {account};
