-- crm: the modules. No credentials, no DELETE on relations. WerktVoorMij closes by itself for a relation that is made inactive (portal_who).
GRANT SELECT ON {db}.view_session TO {account};
GRANT SELECT (token_hash), UPDATE (seen_at) ON {db}.session TO {account};
GRANT SELECT (id, site, name, relation_id, active, function_group_id) ON {db}.app_user TO {account};
GRANT SELECT ON {db}.function_group TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.task TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.relation TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {db}.contact_person TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.membership_type TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.membership TO {account};
GRANT SELECT ON {db}.invoice TO {account};
GRANT SELECT ON {db}.invoice_line TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {db}.note TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.document TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.service_request TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.course TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {db}.course_session TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.enrolment TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.alarm_subscription TO {account};
GRANT SELECT, INSERT ON {db}.relation_history TO {account};
GRANT SELECT ON {db}.deregistration_reason TO {account};
GRANT SELECT, UPDATE ON {db}.counter TO {account};
GRANT SELECT (id, name, kind, relation_id, user_id, site, state, step, steps, step_text, tries, created_at, started_at, finished_at, expires_at,
    store_name, file_size, file_sha256, file_name, fetched, tell) ON {db}.job TO {account};
GRANT SELECT, INSERT ON {db}.relation_key TO {account};
GRANT SELECT, INSERT ON {db}.relation_share_key TO {account};
GRANT SELECT, INSERT, DELETE ON {db}.shared_copy TO {account};
GRANT INSERT, SELECT (id, created_at, next_at, sent_at, failed_at) ON {db}.outbox TO {account};
GRANT INSERT ON {db}.audit TO {account};
