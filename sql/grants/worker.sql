-- worker: sends mail, makes exports and the invoices of a run, sweeps up what is too old. Of what an export tells it changes invoices alone; no
-- credentials.
GRANT SELECT, UPDATE, DELETE ON {db}.outbox TO {account};
GRANT SELECT, UPDATE ON {db}.job TO {account};
GRANT SELECT ON {db}.module_licence TO {account};
GRANT SELECT ON {db}.relation TO {account};
GRANT SELECT ON {db}.contact_person TO {account};
GRANT SELECT ON {db}.membership TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.invoice TO {account};
GRANT SELECT, INSERT ON {db}.invoice_line TO {account};
GRANT SELECT, UPDATE ON {db}.invoice_run TO {account};
GRANT SELECT ON {db}.invoice_run_type TO {account};
GRANT SELECT, INSERT ON {db}.invoice_month TO {account};
GRANT SELECT, INSERT, UPDATE ON {db}.counter TO {account};
GRANT SELECT ON {db}.note TO {account};
GRANT SELECT ON {db}.document TO {account};
GRANT SELECT ON {db}.service_request TO {account};
GRANT SELECT, INSERT ON {db}.relation_history TO {account};
GRANT SELECT ON {db}.deregistration_reason TO {account};
GRANT SELECT ON {db}.relation_key TO {account};
GRANT SELECT, DELETE ON {db}.sign_in_attempt TO {account};
GRANT SELECT, DELETE ON {db}.code_sent TO {account};
GRANT SELECT, DELETE ON {db}.sign_in_failure TO {account};
GRANT SELECT, DELETE ON {db}.device TO {account};
GRANT SELECT, DELETE ON {db}.mail_link TO {account};
GRANT SELECT, DELETE ON {db}.email_proof TO {account};
GRANT SELECT, DELETE, UPDATE (ended_at, end_reason) ON {db}.session TO {account};
GRANT SELECT (id, site, email, name, relation_id, active, created_at, last_sign_in_at) ON {db}.app_user TO {account};
GRANT INSERT ON {db}.audit TO {account};
