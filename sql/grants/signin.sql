-- signin: users' credentials, codes and sessions of both sites; nothing about relations.
GRANT SELECT ON {db}.sign_in_user TO {account};
GRANT SELECT (id), UPDATE (last_sign_in_at) ON {db}.app_user TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.credential TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.session TO {account};
GRANT SELECT ON {db}.view_session TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {db}.sign_in_attempt TO {account};
GRANT SELECT, INSERT, DELETE ON {db}.code_sent TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {db}.sign_in_failure TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {db}.device TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {db}.mail_link TO {account};
GRANT INSERT, SELECT (id, created_at, next_at, sent_at, failed_at) ON {db}.outbox TO {account};
GRANT INSERT ON {db}.audit TO {account};
