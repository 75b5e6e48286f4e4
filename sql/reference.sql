-- Reference data, brought up to date at every migration. A reason that a controller gave another title keeps it.

INSERT IGNORE INTO deregistration_reason (code, title, position) VALUES
    ('opgezegd', 'Opgezegd', 1),
    ('verhuisd', 'Verhuisd', 2),
    ('overleden', 'Overleden', 3),
    ('overgestapt', 'Overgestapt naar een ander', 4),
    ('wanbetaling', 'Wanbetaling', 5),
    ('administratief', 'Administratieve reden', 6),
    ('anders', 'Andere reden', 7);
