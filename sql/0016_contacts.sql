-- Contactpersonen: one who is a relation too is linked by its number and not copied. linked_relation is a field like the others
-- (lib/model/fields_contact.c) and takes the place of an id that no page ever wrote; what was copied beside it goes.
ALTER TABLE contact_person
    ADD COLUMN linked_relation VARCHAR(12) CHARACTER SET ascii NULL AFTER linked_relation_id,
    ADD KEY contact_person_linked (linked_relation);

UPDATE contact_person c JOIN relation r ON r.id = c.linked_relation_id
    SET c.linked_relation = r.number, c.initials = NULL, c.call_name = NULL, c.prefix = NULL, c.last_name = NULL, c.phone = NULL, c.mobile = NULL,
        c.email = NULL;

ALTER TABLE contact_person DROP FOREIGN KEY contact_person_ibfk_2;
ALTER TABLE contact_person DROP COLUMN linked_relation_id;
ALTER TABLE contact_person ADD FOREIGN KEY (linked_relation) REFERENCES relation (number);
