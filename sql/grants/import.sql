-- import: takes files and asks for work on them. It shows who is there already and changes nothing about relations; it opens no sealed value.
GRANT SELECT ON {db}.view_session TO {account};
GRANT SELECT (token_hash), UPDATE (seen_at) ON {db}.session TO {account};
GRANT SELECT (id, site, name, relation_id, active) ON {db}.app_user TO {account};
GRANT SELECT ON {db}.relation TO {account};
GRANT SELECT ON {db}.membership_type TO {account};
GRANT SELECT ON {db}.deregistration_reason TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.import_file TO {account};
GRANT SELECT ON {db}.import_line TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.import_mapping TO {account};
GRANT SELECT, INSERT ON {db}.job TO {account};
GRANT INSERT, SELECT (id, created_at, next_at, sent_at, failed_at) ON {db}.outbox TO {account};
GRANT INSERT ON {db}.audit TO {account};
