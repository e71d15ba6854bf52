-- Pages that people put together: their own, or shared with the staff of a site.
CREATE TABLE dashboard (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Null: of the whole instance.
  site_id bigint REFERENCES site (id),
  user_id text NOT NULL,
  shared boolean NOT NULL DEFAULT false,
  title text NOT NULL,
  -- As schemas/resources/dashboard.schema.json says.
  widgets jsonb NOT NULL DEFAULT '[]',
  archived_at timestamptz,
  version bigint NOT NULL DEFAULT 1
);
CREATE INDEX ON dashboard (user_id);
GRANT SELECT, INSERT, UPDATE ON dashboard TO busbar_app;

-- What is removed stays, for what refers to it, and takes no part in anything new.
ALTER TABLE site ADD COLUMN archived_at timestamptz;
ALTER TABLE space ADD COLUMN archived_at timestamptz;
ALTER TABLE tenant ADD COLUMN archived_at timestamptz;
ALTER TABLE meter ADD COLUMN archived_at timestamptz;
ALTER TABLE metering_point ADD COLUMN archived_at timestamptz;
ALTER TABLE tariff_plan ADD COLUMN archived_at timestamptz;
ALTER TABLE connection ADD COLUMN archived_at timestamptz;
ALTER TABLE point ADD COLUMN archived_at timestamptz;
ALTER TABLE notice_route ADD COLUMN archived_at timestamptz;
GRANT UPDATE (archived_at) ON notice_route TO busbar_app;

-- The names of what is removed are free again.
ALTER TABLE site DROP CONSTRAINT site_code_key;
CREATE UNIQUE INDEX site_code ON site (code) WHERE archived_at IS NULL;
ALTER TABLE space DROP CONSTRAINT space_site_id_code_key;
CREATE UNIQUE INDEX space_code ON space (site_id, code) WHERE archived_at IS NULL;
ALTER TABLE tenant DROP CONSTRAINT tenant_site_id_code_key;
CREATE UNIQUE INDEX tenant_code ON tenant (site_id, code) WHERE archived_at IS NULL;
ALTER TABLE meter DROP CONSTRAINT meter_site_id_serial_key;
CREATE UNIQUE INDEX meter_serial ON meter (site_id, serial) WHERE archived_at IS NULL;
ALTER TABLE metering_point DROP CONSTRAINT metering_point_site_id_code_key;
CREATE UNIQUE INDEX metering_point_code ON metering_point (site_id, code) WHERE archived_at IS NULL;
ALTER TABLE tariff_plan DROP CONSTRAINT tariff_plan_site_id_code_key;
CREATE UNIQUE INDEX tariff_plan_code ON tariff_plan (site_id, code) WHERE archived_at IS NULL;
ALTER TABLE connection DROP CONSTRAINT connection_site_id_name_key;
CREATE UNIQUE INDEX connection_name ON connection (site_id, name) WHERE archived_at IS NULL;
-- An automatic route that was removed is not made again by itself.
DROP INDEX notice_route_identity;
CREATE UNIQUE INDEX notice_route_identity
  ON notice_route (site_id, account_id, staff_role, connection_id, address) NULLS NOT DISTINCT
  WHERE archived_at IS NULL OR automatic;

-- A life-safety point that is removed could be made again as another: only the owner of the database removes it.
CREATE OR REPLACE FUNCTION keep_life_safety() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.life_safety AND (TG_OP = 'DELETE' OR NOT NEW.life_safety OR NEW.archived_at IS NOT NULL)
     AND current_user <> (SELECT tableowner FROM pg_tables WHERE tablename = 'point' AND schemaname = TG_TABLE_SCHEMA)
  THEN
    RAISE EXCEPTION 'A life-safety point stays one: only the database owner can clear it'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
