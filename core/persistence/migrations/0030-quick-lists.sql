-- Lists that stay quick however many rows there are: searched by any part of a text, and sorted, by an index.

-- The single characters and the pairs of characters of a text, or the pairs alone. pg_trgm would do it for English:
-- it passes over Chinese where the database's locale is C, and needs three characters.
CREATE FUNCTION search_grams(words text, shortest integer) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
  SELECT DISTINCT substr(words, place, size)
  FROM generate_series(1, char_length(words)) AS place, generate_series(shortest, 2) AS size
  WHERE place + size <= char_length(words) + 1
);

-- What a resource is searched by, in lower case: x-resources of schemas/openapi.yaml names the same fields.
ALTER TABLE policy_profile ADD COLUMN searched text GENERATED ALWAYS AS (lower(code || E'\n' || title)) STORED;
ALTER TABLE site ADD COLUMN searched text GENERATED ALWAYS AS (lower(code || E'\n' || name)) STORED;
ALTER TABLE space ADD COLUMN searched text GENERATED ALWAYS AS (lower(code || E'\n' || name)) STORED;
ALTER TABLE tenant ADD COLUMN searched text
  GENERATED ALWAYS AS (lower(code || E'\n' || name || E'\n' || COALESCE(email, ''))) STORED;
ALTER TABLE contract ADD COLUMN searched text GENERATED ALWAYS AS (lower(code)) STORED;
ALTER TABLE account ADD COLUMN searched text GENERATED ALWAYS AS (lower(code)) STORED;
ALTER TABLE meter ADD COLUMN searched text GENERATED ALWAYS AS (lower(serial || E'\n' || model)) STORED;
ALTER TABLE metering_point ADD COLUMN searched text GENERATED ALWAYS AS (lower(code || E'\n' || name)) STORED;
ALTER TABLE tariff_plan ADD COLUMN searched text GENERATED ALWAYS AS (lower(code || E'\n' || name)) STORED;
ALTER TABLE connection ADD COLUMN searched text GENERATED ALWAYS AS (lower(name || E'\n' || type)) STORED;
ALTER TABLE payment_order ADD COLUMN searched text
  GENERATED ALWAYS AS (lower(reference || E'\n' || description || E'\n' || COALESCE(channel_reference, ''))) STORED;
ALTER TABLE fee ADD COLUMN searched text GENERATED ALWAYS AS (lower(reason)) STORED;
ALTER TABLE notice ADD COLUMN searched text GENERATED ALWAYS AS (lower(subject)) STORED;
ALTER TABLE repair_item ADD COLUMN searched text GENERATED ALWAYS AS (lower(kind || E'\n' || subject)) STORED;
ALTER TABLE question ADD COLUMN searched text GENERATED ALWAYS AS (lower(subject)) STORED;

CREATE INDEX policy_profile_searched ON policy_profile USING gin (search_grams(searched, 1));
CREATE INDEX site_searched ON site USING gin (search_grams(searched, 1));
CREATE INDEX space_searched ON space USING gin (search_grams(searched, 1));
CREATE INDEX tenant_searched ON tenant USING gin (search_grams(searched, 1));
CREATE INDEX contract_searched ON contract USING gin (search_grams(searched, 1));
CREATE INDEX account_searched ON account USING gin (search_grams(searched, 1));
CREATE INDEX meter_searched ON meter USING gin (search_grams(searched, 1));
CREATE INDEX metering_point_searched ON metering_point USING gin (search_grams(searched, 1));
CREATE INDEX tariff_plan_searched ON tariff_plan USING gin (search_grams(searched, 1));
CREATE INDEX connection_searched ON connection USING gin (search_grams(searched, 1));
CREATE INDEX payment_order_searched ON payment_order USING gin (search_grams(searched, 1));
CREATE INDEX fee_searched ON fee USING gin (search_grams(searched, 1));
CREATE INDEX notice_searched ON notice USING gin (search_grams(searched, 1));
CREATE INDEX repair_item_searched ON repair_item USING gin (search_grams(searched, 1));
CREATE INDEX question_searched ON question USING gin (search_grams(searched, 1));

-- By each order that a list offers, at all sites and at one; unique keys of (site, code) serve as they are.
CREATE INDEX space_by_code ON space (code, id);
CREATE INDEX space_by_name ON space (name, id);
CREATE INDEX space_of_site ON space (site_id, id);
CREATE INDEX space_of_site_by_name ON space (site_id, name, id);
CREATE INDEX space_of_parent ON space (parent_id, id);
CREATE INDEX tenant_by_code ON tenant (code, id);
CREATE INDEX tenant_by_name ON tenant (name, id);
CREATE INDEX tenant_of_site ON tenant (site_id, id);
CREATE INDEX tenant_of_site_by_name ON tenant (site_id, name, id);
CREATE INDEX contract_by_code ON contract (code, id);
CREATE INDEX contract_by_start ON contract (from_at, id);
CREATE INDEX contract_of_site ON contract (site_id, id);
CREATE INDEX contract_of_site_by_start ON contract (site_id, from_at, id);
CREATE INDEX contract_of_tenant ON contract (tenant_id, id);
CREATE INDEX account_by_code ON account (code, id);
CREATE INDEX account_of_site ON account (site_id, id);
CREATE INDEX meter_by_serial ON meter (serial, id);
CREATE INDEX meter_by_model ON meter (model, id);
CREATE INDEX meter_of_site ON meter (site_id, id);
CREATE INDEX meter_of_site_by_model ON meter (site_id, model, id);
CREATE INDEX metering_point_by_code ON metering_point (code, id);
CREATE INDEX metering_point_by_name ON metering_point (name, id);
CREATE INDEX metering_point_of_site ON metering_point (site_id, id);
CREATE INDEX metering_point_of_site_by_name ON metering_point (site_id, name, id);
CREATE INDEX metering_point_of_space ON metering_point (space_id, id);
CREATE INDEX register_by_code ON register (code, id);
CREATE INDEX payment_order_of_site ON payment_order (site_id, id);
CREATE INDEX payment_order_by_creation ON payment_order (created_at, id);
CREATE INDEX payment_order_of_site_by_creation ON payment_order (site_id, created_at, id);
CREATE INDEX fee_by_instant ON fee (at, id);
CREATE INDEX fee_of_site_by_instant ON fee (site_id, at, id);
CREATE INDEX notice_by_creation ON notice (created_at, id);
CREATE INDEX notice_of_site_by_creation ON notice (site_id, created_at, id);
CREATE INDEX repair_item_of_site ON repair_item (site_id, id);
CREATE INDEX repair_item_by_opening ON repair_item (opened_at, id);
CREATE INDEX repair_item_by_last ON repair_item (last_at, id);

-- Pages go on after an instant as it was told, to the millisecond: what is finer would be told twice.
ALTER TABLE payment_order ALTER COLUMN created_at TYPE timestamptz(3);
ALTER TABLE repair_item ALTER COLUMN opened_at TYPE timestamptz(3), ALTER COLUMN last_at TYPE timestamptz(3);
ALTER TABLE tariff_version ALTER COLUMN created_at TYPE timestamptz(3);
ALTER TABLE supply_point ALTER COLUMN state_since TYPE timestamptz(3);
ALTER TABLE guard_hold ALTER COLUMN set_at TYPE timestamptz(3);
ALTER TABLE guard_quarantine ALTER COLUMN last_at TYPE timestamptz(3);
