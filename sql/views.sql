-- Views and functions that programs read through; made anew at every migration. They run as the owner, so that a program sees what is in them and
-- nothing else of the tables behind them.

-- Now, in UTC. {offset} is the configuration's clock_offset, which production does not allow.
CREATE OR REPLACE FUNCTION koren_now() RETURNS DATETIME(6)
    NOT DETERMINISTIC NO SQL SQL SECURITY DEFINER
BEGIN
    RETURN UTC_TIMESTAMP(6) + INTERVAL {offset} SECOND;
END;

-- Who may sign in, as signin reads it: a user whose relation was made inactive is not active either. It tells nothing else about relations.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW sign_in_user AS
    SELECT u.id, u.site, u.email, u.name, u.relation_id, u.active AND COALESCE(r.status = 'actief', 1) AS active
    FROM app_user u LEFT JOIN relation r ON r.id = u.relation_id;

-- A session with its user and what that user may do, for one look-up by token_hash a request (lib/guard/session.c).
CREATE OR REPLACE SQL SECURITY DEFINER VIEW view_session AS
    SELECT s.user_id, u.site, u.name, g.title AS function_title, u.relation_id, s.opened_at, s.seen_at, s.ended_at,
        u.active AND COALESCE(r.status = 'actief', 1) AS active,
        (SELECT GROUP_CONCAT(rp.permission) FROM user_role ur JOIN role_permission rp ON rp.role_id = ur.role_id
            WHERE ur.user_id = s.user_id) AS permissions,
        (SELECT GROUP_CONCAT(module) FROM module_licence WHERE until IS NULL) AS modules,
        s.token_hash
    FROM session s JOIN app_user u ON u.id = s.user_id LEFT JOIN function_group g ON g.id = u.function_group_id
        LEFT JOIN relation r ON r.id = u.relation_id;

-- The relations' keys under the name that statements use, whatever their schema is called.
CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY DEFINER VIEW relation_key AS
    SELECT relation_id, wrapped, created_at FROM {keys}.relation_key;

CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY DEFINER VIEW relation_share_key AS
    SELECT relation_id, wrapped, created_at FROM {keys}.relation_share_key;
