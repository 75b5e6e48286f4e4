-- Undoing an import: history says that a value came back so, and the lines that stood in the way of it are told like the others.
ALTER TABLE relation_history MODIFY site ENUM('staff', 'portal', 'system', 'import', 'undo') NOT NULL;
ALTER TABLE import_line MODIFY phase ENUM('check', 'import', 'undo') NOT NULL;
