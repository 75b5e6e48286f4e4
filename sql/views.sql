-- Views and functions that programs read through; made anew at every migration. They run as the owner, so that a program sees what is in them and
-- nothing else of the tables behind them.

-- Now, in UTC. {offset} is the configuration's clock_offset, which production does not allow.
CREATE OR REPLACE FUNCTION koren_now() RETURNS DATETIME(6)
    NOT DETERMINISTIC NO SQL SQL SECURITY DEFINER
BEGIN
    RETURN UTC_TIMESTAMP(6) + INTERVAL {offset} SECOND;
END;

-- The names of a user's permissions, with commas.
CREATE OR REPLACE FUNCTION koren_permissions(whose INT UNSIGNED) RETURNS TEXT CHARACTER SET ascii
    READS SQL DATA SQL SECURITY DEFINER
BEGIN
    DECLARE names TEXT CHARACTER SET ascii;
    SELECT GROUP_CONCAT(DISTINCT rp.permission) INTO names
        FROM user_role ur JOIN role_permission rp ON rp.role_id = ur.role_id WHERE ur.user_id = whose;
    RETURN names;
END;

-- A session with its user and what that user may do, for one look-up by token_hash a request (lib/guard/session.c).
CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY DEFINER VIEW view_session AS
    SELECT s.user_id, u.site, u.name, g.title AS function_title, u.relation_id, s.opened_at, s.seen_at, s.ended_at, u.active,
        koren_permissions(s.user_id) AS permissions, s.token_hash
    FROM session s JOIN app_user u ON u.id = s.user_id LEFT JOIN function_group g ON g.id = u.function_group_id;

-- Colleagues by name, for "who changed this"; no address and no way in.
CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY DEFINER VIEW view_user AS
    SELECT id, site, name, relation_id, active FROM app_user;

-- The portal users of a relation: crm ends and restores their access here, and can touch nobody else's (WITH CHECK OPTION).
CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY DEFINER VIEW portal_user AS
    SELECT id, site, relation_id, active FROM app_user WHERE site = 'portal' WITH CASCADED CHECK OPTION;
