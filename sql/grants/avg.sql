-- avg: asks for exports, shows how far they are and hands them over. The worker makes them.
GRANT SELECT ON {db}.view_session TO {account};
GRANT SELECT (token_hash), UPDATE (seen_at) ON {db}.session TO {account};
GRANT SELECT (id, site, name, relation_id, active) ON {db}.app_user TO {account};
GRANT SELECT ON {db}.relation TO {account};
GRANT SELECT ON {db}.deregistration_reason TO {account};
GRANT SELECT, INSERT, UPDATE (fetched, tell) ON {db}.job TO {account};
GRANT INSERT, SELECT (id, created_at, next_at, sent_at, failed_at) ON {db}.outbox TO {account};
GRANT INSERT ON {db}.audit TO {account};
