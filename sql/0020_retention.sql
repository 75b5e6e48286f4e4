-- What may not be kept any longer is wiped (lib/ops/retention.h): the row's version when it was last looked at after its time. A row that changed since is
-- looked at again; the index finds these without reading the others.
ALTER TABLE enrolment ADD COLUMN wiped_version INT UNSIGNED NOT NULL DEFAULT 0, ADD KEY enrolment_ended (last_date, version, wiped_version);
ALTER TABLE alarm_subscription ADD COLUMN wiped_version INT UNSIGNED NOT NULL DEFAULT 0, ADD KEY alarm_subscription_ended (end_date, version, wiped_version);
