-- What WerktVoorMij may do, as procedures that run as the owner; made anew at every migration. The account may call these and insert into audit and
-- outbox, nothing else. Every procedure takes the SHA-256 of a session's token and first finds out whose session it is. Those that follow from the
-- field tables are in lib/ops/portal_sql.c.

-- Whose session this is. Both NULL when it is not a portal session that lives: ended, idle for 10 minutes, older than an hour (lib/guard/session.h),
-- or of somebody who may not come in any more. Not for the account itself.
CREATE OR REPLACE PROCEDURE portal_who(IN hash BINARY(32), OUT who INT UNSIGNED, OUT whose BIGINT UNSIGNED)
    SQL SECURITY DEFINER
BEGIN
    DECLARE now DATETIME(6) DEFAULT koren_now();
    SET who = NULL, whose = NULL;
    SELECT u.id, r.id INTO who, whose
        FROM session s JOIN app_user u ON u.id = s.user_id JOIN relation r ON r.id = u.relation_id
        WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.seen_at > now - INTERVAL 10 MINUTE AND s.opened_at > now - INTERVAL 1 HOUR
            AND u.site = 'portal' AND u.active = 1 AND r.status = 'actief';
END;

-- One line of history of the relation, as its own correction. Not for the account itself.
CREATE OR REPLACE PROCEDURE portal_history(IN whose BIGINT UNSIGNED, IN who INT UNSIGNED, IN in_request CHAR(32), IN changed VARCHAR(40),
    IN old TEXT, IN new TEXT)
    SQL SECURITY DEFINER
BEGIN
    INSERT INTO relation_history (relation_id, entity, entity_id, field, sealed, old_value, new_value, at, user_id, site, request)
        VALUES (whose, 'relation', whose, changed, 0, old, new, koren_now(), who, 'portal', in_request);
END;

-- The columns of view_session. A session that ended or of somebody who may not come in shows as such; one that lives is marked as seen, at most
-- once a minute.
CREATE OR REPLACE PROCEDURE portal_session(IN hash BINARY(32))
    SQL SECURITY DEFINER
BEGIN
    DECLARE who INT UNSIGNED;
    DECLARE whose BIGINT UNSIGNED;
    SELECT s.user_id, u.site, u.name, CAST(NULL AS CHAR(100)) AS function_title, u.relation_id, s.opened_at, s.seen_at, s.ended_at,
            u.active AND r.status = 'actief' AS active, CAST(NULL AS CHAR(100)) AS permissions,
            (SELECT GROUP_CONCAT(module) FROM module_licence WHERE until IS NULL) AS modules
        FROM session s JOIN app_user u ON u.id = s.user_id JOIN relation r ON r.id = u.relation_id
        WHERE s.token_hash = hash AND u.site = 'portal';
    CALL portal_who(hash, who, whose);
    UPDATE session SET seen_at = koren_now() WHERE token_hash = hash AND whose IS NOT NULL AND seen_at < koren_now() - INTERVAL 1 MINUTE;
END;

-- The order in which staff lists show the relation follows from its name, and folding is done in C (name_sort_key()).
CREATE OR REPLACE PROCEDURE portal_sort(IN hash BINARY(32), IN in_sort_key VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
    IN in_other VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin)
    SQL SECURITY DEFINER
BEGIN
    DECLARE who INT UNSIGNED;
    DECLARE whose BIGINT UNSIGNED;
    CALL portal_who(hash, who, whose);
    UPDATE relation SET sort_key = in_sort_key, search_other = in_other WHERE id = whose;
    SELECT IF(whose IS NULL, 'session', 'ok') AS result;
END;

-- A new address waits for the code that was mailed to it. result: 'ok', 'session', 'same' (it is the address already), 'limit' (3 codes in 15
-- minutes, 10 a day). An earlier code that waits is of no use any more.
CREATE OR REPLACE PROCEDURE portal_email_begin(IN hash BINARY(32), IN in_email VARCHAR(254), IN in_code BINARY(32), IN in_request CHAR(32))
    SQL SECURITY DEFINER
BEGIN
    DECLARE who INT UNSIGNED;
    DECLARE whose BIGINT UNSIGNED;
    DECLARE same, quarter, day INT DEFAULT 0;
    DECLARE now DATETIME(6) DEFAULT koren_now();
    CALL portal_who(hash, who, whose);
    -- Holding the user's row keeps two at the same moment from both passing the limit.
    SELECT BINARY u.email = BINARY in_email AND BINARY r.email <=> BINARY in_email INTO same
        FROM app_user u JOIN relation r ON r.id = u.relation_id WHERE u.id = who FOR UPDATE;
    SELECT COUNT(*), COALESCE(SUM(created_at > now - INTERVAL 15 MINUTE), 0) INTO day, quarter
        FROM email_proof WHERE user_id = who AND created_at > now - INTERVAL 1 DAY;
    IF whose IS NULL THEN
        SELECT 'session' AS result;
    ELSEIF same = 1 THEN
        SELECT 'same' AS result;
    ELSEIF quarter >= 3 OR day >= 10 THEN
        SELECT 'limit' AS result;
    ELSE
        UPDATE email_proof SET used_at = now WHERE user_id = who AND used_at IS NULL;
        INSERT INTO email_proof (user_id, new_email, code_hash, created_at, expires_at)
            VALUES (who, in_email, in_code, now, now + INTERVAL 10 MINUTE);
        SELECT 'ok' AS result;
    END IF;
END;

-- Tries a code. result: 'ok', 'session', 'none' (nothing waits, or it is too old), 'limit' (the fifth wrong one was given: ask a new code), 'wrong',
-- 'taken' (somebody else signs in with that address). On 'ok' the relation and its user have the new address; both old ones come back, to be told.
CREATE OR REPLACE PROCEDURE portal_email_try(IN hash BINARY(32), IN in_code BINARY(32), IN in_request CHAR(32))
    SQL SECURITY DEFINER
BEGIN
    DECLARE who INT UNSIGNED;
    DECLARE whose BIGINT UNSIGNED;
    DECLARE proof BIGINT UNSIGNED;
    DECLARE tried, taken INT DEFAULT 0;
    DECLARE code BINARY(32);
    DECLARE fresh, old_user, old_relation VARCHAR(254);
    DECLARE now DATETIME(6) DEFAULT koren_now();
    DECLARE outcome VARCHAR(10) DEFAULT 'ok';
    CALL portal_who(hash, who, whose);
    SELECT id, new_email, code_hash, tries INTO proof, fresh, code, tried
        FROM email_proof WHERE user_id = who AND used_at IS NULL AND expires_at > now ORDER BY id DESC LIMIT 1 FOR UPDATE;
    IF whose IS NULL THEN
        SET outcome = 'session';
    ELSEIF proof IS NULL THEN
        SET outcome = 'none';
    ELSEIF tried >= 5 THEN
        SET outcome = 'limit';
    ELSE
        UPDATE email_proof SET tries = tries + 1 WHERE id = proof;
        SELECT COUNT(*) INTO taken FROM app_user WHERE site = 'portal' AND email = fresh AND id <> who;
        IF code <> in_code THEN
            SET outcome = IF(tried >= 4, 'limit', 'wrong');
        ELSEIF taken > 0 THEN
            SET outcome = 'taken';
        END IF;
    END IF;
    IF outcome = 'ok' THEN
        SELECT email INTO old_user FROM app_user WHERE id = who FOR UPDATE;
        SELECT email INTO old_relation FROM relation WHERE id = whose FOR UPDATE;
        UPDATE email_proof SET used_at = now WHERE id = proof;
        UPDATE app_user SET email = fresh WHERE id = who;
        UPDATE relation SET email = fresh, version = version + 1, changed_at = now WHERE id = whose;
        IF NOT (BINARY old_relation <=> BINARY fresh) THEN
            CALL portal_history(whose, who, in_request, 'email', old_relation, fresh);
        END IF;
    END IF;
    SELECT outcome AS result, old_user AS old_email, old_relation AS old_relation_email, fresh AS new_email, GREATEST(0, 4 - tried) AS tries_left;
END;

-- The address that waits for its proof: no row when there is none.
CREATE OR REPLACE PROCEDURE portal_email_pending(IN hash BINARY(32))
    SQL SECURITY DEFINER
BEGIN
    DECLARE who INT UNSIGNED;
    DECLARE whose BIGINT UNSIGNED;
    CALL portal_who(hash, who, whose);
    SELECT new_email, created_at, expires_at, tries FROM email_proof
        WHERE user_id = who AND used_at IS NULL AND expires_at > koren_now() ORDER BY id DESC LIMIT 1;
END;

-- Asks for the relation's own export under a new public name. One at a time: when one waits or runs already, its name is what comes back.
-- Who asked is mailed when it is ready. result: 'ok', 'running', 'session'.
CREATE OR REPLACE PROCEDURE portal_export_request(IN hash BINARY(32), IN in_name CHAR(32), IN in_request CHAR(32))
    SQL SECURITY DEFINER
BEGIN
    DECLARE who INT UNSIGNED;
    DECLARE whose BIGINT UNSIGNED;
    DECLARE locked INT UNSIGNED;
    DECLARE busy CHAR(32) CHARACTER SET ascii;
    CALL portal_who(hash, who, whose);
    SELECT id INTO locked FROM app_user WHERE id = who FOR UPDATE;
    SELECT name INTO busy FROM job
        WHERE relation_id = whose AND user_id = who AND kind = 'export' AND site = 'portal' AND state IN ('waiting', 'running') LIMIT 1;
    IF whose IS NOT NULL AND busy IS NULL THEN
        INSERT INTO job (name, kind, relation_id, user_id, site, created_at, tell) VALUES (in_name, 'export', whose, who, 'portal', koren_now(), 1);
    END IF;
    SELECT CASE WHEN whose IS NULL THEN 'session' WHEN busy IS NOT NULL THEN 'running' ELSE 'ok' END AS result, COALESCE(busy, in_name) AS name;
END;

-- The exports that the relation asked for itself, newest first; portal_export: one of them by its public name.
CREATE OR REPLACE PROCEDURE portal_exports(IN hash BINARY(32))
    SQL SECURITY DEFINER
BEGIN
    DECLARE who INT UNSIGNED;
    DECLARE whose BIGINT UNSIGNED;
    CALL portal_who(hash, who, whose);
    SELECT id, name, state, step, steps, step_text, tries, created_at, finished_at, expires_at, file_name, file_size, file_sha256, fetched,
            store_name
        FROM job WHERE relation_id = whose AND user_id = who AND kind = 'export' AND site = 'portal' ORDER BY created_at DESC, id DESC LIMIT 20;
END;

CREATE OR REPLACE PROCEDURE portal_export(IN hash BINARY(32), IN in_name CHAR(32))
    SQL SECURITY DEFINER
BEGIN
    DECLARE who INT UNSIGNED;
    DECLARE whose BIGINT UNSIGNED;
    CALL portal_who(hash, who, whose);
    SELECT j.id, j.name, j.state, j.step, j.steps, j.step_text, j.tries, j.created_at, j.finished_at, j.expires_at, j.file_name, j.file_size,
            j.file_sha256, j.fetched, j.store_name, j.file_key, j.relation_id, r.number AS relation_number
        FROM job j JOIN relation r ON r.id = j.relation_id
        WHERE j.name = in_name AND j.relation_id = whose AND j.user_id = who AND j.kind = 'export' AND j.site = 'portal';
END;

CREATE OR REPLACE PROCEDURE portal_export_fetched(IN hash BINARY(32), IN in_name CHAR(32))
    SQL SECURITY DEFINER
BEGIN
    DECLARE who INT UNSIGNED;
    DECLARE whose BIGINT UNSIGNED;
    CALL portal_who(hash, who, whose);
    UPDATE job SET fetched = fetched + 1
        WHERE name = in_name AND relation_id = whose AND user_id = who AND kind = 'export' AND site = 'portal' AND state = 'done';
END;

-- True when mail has been waiting for longer than a minute, as outbox_delayed() asks it; the account cannot read the outbox.
CREATE OR REPLACE PROCEDURE portal_mail_delayed()
    SQL SECURITY DEFINER
BEGIN
    SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND created_at < koren_now() - INTERVAL 1 MINUTE LIMIT 1;
END;

-- What is asked of the relation and what it said last, in the order of SQL_NOW in lib/model/consent.c. No rows while the module has no licence.
CREATE OR REPLACE PROCEDURE portal_consents(IN hash BINARY(32))
    SQL SECURITY DEFINER
BEGIN
    DECLARE who INT UNSIGNED;
    DECLARE whose BIGINT UNSIGNED;
    CALL portal_who(hash, who, whose);
    SELECT p.id, p.title, t.text, p.version, p.counts_from, c.decision, c.decided_on, c.channel, c.text_version
        FROM consent_purpose p JOIN consent_text t ON t.purpose_id = p.id AND t.version = p.version
            LEFT JOIN consent c ON c.purpose = p.title AND c.relation_id = whose
                AND NOT EXISTS (SELECT 1 FROM consent later WHERE later.relation_id = c.relation_id AND later.purpose = c.purpose AND later.id > c.id)
        WHERE whose IS NOT NULL AND p.ended_at IS NULL
            AND EXISTS (SELECT 1 FROM module_licence WHERE module = 'toestemmingen' AND until IS NULL)
        ORDER BY p.title LIMIT 100;
END;

-- The relation gives its consent to the text of this version, or takes back what it gave, at once; a row more, with its line of history. result:
-- 'ok', 'session', 'none' (no such purpose, or not asked any more), 'text' (there is a newer text), 'same' (it was so already).
CREATE OR REPLACE PROCEDURE portal_consent_decide(IN hash BINARY(32), IN in_purpose INT UNSIGNED, IN in_version INT UNSIGNED, IN in_give INT,
    IN in_today DATE, IN in_request CHAR(32))
    SQL SECURITY DEFINER
BEGIN
    DECLARE who INT UNSIGNED;
    DECLARE whose, locked BIGINT UNSIGNED;
    DECLARE asked VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
    DECLARE newest, said_version INT UNSIGNED;
    DECLARE said VARCHAR(12) CHARACTER SET ascii;
    DECLARE now DATETIME(6) DEFAULT koren_now();
    CALL portal_who(hash, who, whose);
    SELECT id INTO locked FROM relation WHERE id = whose FOR UPDATE;
    SELECT title, version INTO asked, newest FROM consent_purpose WHERE id = in_purpose AND ended_at IS NULL
        AND EXISTS (SELECT 1 FROM module_licence WHERE module = 'toestemmingen' AND until IS NULL);
    SELECT decision, text_version INTO said, said_version FROM consent WHERE relation_id = whose AND purpose = asked ORDER BY id DESC LIMIT 1;
    IF whose IS NULL THEN
        SELECT 'session' AS result;
    ELSEIF asked IS NULL THEN
        SELECT 'none' AS result;
    ELSEIF in_give = 1 AND in_version <> newest THEN
        SELECT 'text' AS result;
    ELSEIF in_give = 1 AND said <=> 'gegeven' AND said_version >= newest OR in_give <> 1 AND NOT said <=> 'gegeven' THEN
        SELECT 'same' AS result;
    ELSE
        INSERT INTO consent (relation_id, purpose, decision, decided_on, channel, text_version, recorded_at, created_at, changed_at)
            VALUES (whose, asked, IF(in_give = 1, 'gegeven', 'ingetrokken'), in_today, 'werktvoormij', IF(in_give = 1, newest, said_version),
                now, now, now);
        INSERT INTO relation_history (relation_id, entity, entity_id, field, sealed, at, user_id, site, request)
            VALUES (whose, 'consent', LAST_INSERT_ID(), '', 0, now, who, 'portal', in_request);
        SELECT 'ok' AS result;
    END IF;
END;
