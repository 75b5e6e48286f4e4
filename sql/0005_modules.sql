-- Which modules the controller has a licence for (lib/guard/module.h): a row is a period, the one whose `until` is open holds now. A module of which
-- there is no row at all gets one at migration.
CREATE TABLE module_licence (
    id       INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    module   VARCHAR(40) CHARACTER SET ascii NOT NULL,
    since    DATETIME(6) NOT NULL,
    until    DATETIME(6) NULL,
    on_by    VARCHAR(200) NOT NULL,
    off_by   VARCHAR(200) NULL,
    -- at most one open period of a module: a unique key counts no NULLs
    open_one TINYINT AS (IF(until IS NULL, 1, NULL)) PERSISTENT,
    UNIQUE KEY module_licence_open (module, open_one),
    KEY module_licence_now (until, module)
) ENGINE=InnoDB;
