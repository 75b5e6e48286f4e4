/*
 * export_xml.h - gegevens.xml: the copy of the data that a machine can read (AVG Art. 20), and gegevens.xsd that says what it may hold. Both follow
 * from the field tables.
 *
 *     <avg-export xmlns="urn:koren:avg:1" version="1" made-at="2026-11-24T22:51:12Z" controller="Vereniging Demo">
 *       <relatie><achternaam>Jansen</achternaam>...</relatie>
 *       <contactpersonen><contactpersoon>...</contactpersoon></contactpersonen> ...
 *       <wijzigingen><wijziging>...</wijziging></wijzigingen>
 *     </avg-export>
 *
 * Elements stand in the order of the field tables under their XML names; what is empty is left out, lists are always there. Values are the canonical
 * ones (check.h), and:
 *   dates        xs:date, or xs:gYearMonth or xs:gYear as far as they are known (ISO 8601)
 *   money        xs:decimal in euros with two decimals, attribute valuta="EUR"; never a binary fraction
 *   countries    ISO 3166-1 alpha-2; phones E.164; IBAN without spaces
 *   documents    end with <bestand>: the path of the file beside gegevens.xml
 */
#ifndef KOREN_AVG_EXPORT_XML_H
#define KOREN_AVG_EXPORT_XML_H

#include "avg/export_walk.h"

struct export_xml;
struct scratch;

struct export_xml *export_xml_new(struct arena *a, struct scratch *to, const struct export_head *head);
struct export_reader export_xml_reader(struct export_xml *x);
enum status export_xml_end(struct export_xml *x);

/* A value as the XML has it. In the arena; never NULL when value is not. */
const char *export_xml_value(struct arena *a, const struct field *f, const char *value);

/* gegevens.xsd. */
enum status export_xsd(struct arena *a, struct scratch *to);

#endif
