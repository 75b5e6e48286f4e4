-- What undoing an import looks at and does; made anew at every migration. No account may delete a relation: koren-worker may call import_undo(), and
-- that deletes only what an import added, while it is being undone, when nobody has touched it since.

-- Lines of imports whose relation is gone, was changed by something else after the import first wrote it, or (when the import added it) got anything
-- that hangs on it. Whatever hangs on a relation leaves history, but for these three.
CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY DEFINER VIEW import_obstacle AS
    SELECT l.import_id, l.line, l.relation_id, r.number
    FROM import_line l JOIN import_file f ON f.id = l.import_id LEFT JOIN relation r ON r.id = l.relation_id
    WHERE l.phase = 'import' AND l.outcome IN ('added', 'changed') AND (r.id IS NULL
        OR EXISTS (SELECT 1 FROM relation_history h WHERE h.relation_id = l.relation_id AND h.request <> f.name
            AND (l.outcome = 'added' OR h.entity = 'relation')
            AND h.id > (SELECT MIN(i.id) FROM relation_history i WHERE i.relation_id = l.relation_id AND i.request = f.name))
        OR (l.outcome = 'added' AND (EXISTS (SELECT 1 FROM app_user u WHERE u.relation_id = l.relation_id)
            OR EXISTS (SELECT 1 FROM job j WHERE j.relation_id = l.relation_id)
            OR EXISTS (SELECT 1 FROM contact_person c WHERE c.linked_relation = r.number))));

-- Lines first to last of an import that is being undone: relations that it added go, with their keys, history and parts; every line says so. Does nothing at
-- all when there is an obstacle; the caller sees that from `lines`.
CREATE OR REPLACE PROCEDURE import_undo(IN whose BIGINT UNSIGNED, IN first INT UNSIGNED, IN last INT UNSIGNED)
    SQL SECURITY DEFINER
BEGIN
    IF EXISTS (SELECT 1 FROM import_file WHERE id = whose AND state = 'undoing')
        AND NOT EXISTS (SELECT 1 FROM import_obstacle WHERE import_id = whose AND line BETWEEN first AND last) THEN
        DELETE h FROM import_line l STRAIGHT_JOIN relation_history h ON h.relation_id = l.relation_id
            WHERE l.import_id = whose AND l.phase = 'import' AND l.outcome = 'added' AND l.line BETWEEN first AND last;
        DELETE k FROM import_line l STRAIGHT_JOIN {keys}.relation_key k ON k.relation_id = l.relation_id
            WHERE l.import_id = whose AND l.phase = 'import' AND l.outcome = 'added' AND l.line BETWEEN first AND last;
        DELETE p FROM import_line l STRAIGHT_JOIN contact_person p ON p.relation_id = l.relation_id
            WHERE l.import_id = whose AND l.phase = 'import' AND l.outcome = 'added' AND l.line BETWEEN first AND last;
        DELETE p FROM import_line l STRAIGHT_JOIN membership p ON p.relation_id = l.relation_id
            WHERE l.import_id = whose AND l.phase = 'import' AND l.outcome = 'added' AND l.line BETWEEN first AND last;
        DELETE r FROM import_line l STRAIGHT_JOIN relation r ON r.id = l.relation_id
            WHERE l.import_id = whose AND l.phase = 'import' AND l.outcome = 'added' AND l.line BETWEEN first AND last;
        UPDATE import_line SET outcome = 'undone'
            WHERE import_id = whose AND phase = 'import' AND outcome IN ('added', 'changed') AND line BETWEEN first AND last;
    END IF;
    SELECT COUNT(*) AS `lines` FROM import_line
        WHERE import_id = whose AND phase = 'import' AND outcome IN ('added', 'changed') AND line BETWEEN first AND last;
END;
