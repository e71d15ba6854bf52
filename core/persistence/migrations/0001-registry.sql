-- Who and what: sites, spaces, tenants, contracts, accounts, meters, points, tariffs.
-- Money is bigint micros of the currency unit, quantity bigint micros of the billing unit.

CREATE TABLE policy_profile (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL UNIQUE,
  title text NOT NULL,
  -- The rules of supply control, valid against schemas/resources/policy-profile.schema.json.
  rules jsonb NOT NULL,
  version bigint NOT NULL DEFAULT 1
);

CREATE TABLE site (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name text NOT NULL,
  time_zone text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  language text NOT NULL DEFAULT 'en',
  policy_profile_id bigint NOT NULL REFERENCES policy_profile (id),
  -- Holidays, worked weekend days, weather bans: schemas/resources/site.schema.json.
  calendar jsonb NOT NULL DEFAULT '{"holidays":[],"workedWeekendDays":[],"weatherBans":[]}',
  version bigint NOT NULL DEFAULT 1
);

CREATE TABLE space (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  parent_id bigint REFERENCES space (id),
  kind text NOT NULL CHECK (kind IN ('building', 'floor', 'unit', 'common')),
  code text NOT NULL,
  name text NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (site_id, code)
);

CREATE TABLE tenant (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  code text NOT NULL,
  name text NOT NULL,
  language text NOT NULL DEFAULT 'en',
  email text,
  trade text,
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (site_id, code)
);

CREATE TABLE contract (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  tenant_id bigint NOT NULL REFERENCES tenant (id),
  code text NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (site_id, code),
  CHECK (to_at IS NULL OR to_at > from_at)
);

CREATE TABLE contract_space (
  contract_id bigint NOT NULL REFERENCES contract (id),
  space_id bigint NOT NULL REFERENCES space (id),
  PRIMARY KEY (contract_id, space_id)
);

-- A contract's prepaid account; its purses are ledger accounts.
CREATE TABLE account (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  contract_id bigint NOT NULL UNIQUE REFERENCES contract (id),
  code text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closing', 'closed')),
  -- How far below zero supply may run: agreed overdraft, and emergency credit on top of it.
  overdraft_micros bigint NOT NULL DEFAULT 0 CHECK (overdraft_micros >= 0),
  emergency_credit_micros bigint NOT NULL DEFAULT 0 CHECK (emergency_credit_micros >= 0),
  -- Balances below which the tenant is warned, the second the more urgent.
  low_balance_micros bigint NOT NULL,
  very_low_balance_micros bigint NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (site_id, code),
  CHECK (very_low_balance_micros <= low_balance_micros)
);

CREATE TABLE connection (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  plugin_id text NOT NULL,
  extension_point text NOT NULL,
  type text NOT NULL,
  name text NOT NULL,
  -- Valid against the contribution's connection schema; secrets are sealed.
  config jsonb NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (site_id, name)
);

CREATE TABLE plugin_config (
  plugin_id text PRIMARY KEY,
  enabled boolean NOT NULL DEFAULT true,
  config jsonb NOT NULL DEFAULT '{}',
  version bigint NOT NULL DEFAULT 1
);

-- Where use is measured, whichever meter hangs there.
CREATE TABLE metering_point (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  space_id bigint NOT NULL REFERENCES space (id),
  utility text NOT NULL CHECK (utility IN ('electricity', 'water', 'gas', 'heating', 'cooling')),
  unit text NOT NULL CHECK (unit IN ('kWh', 'm3', 'GJ', 'RTh')),
  code text NOT NULL,
  name text NOT NULL,
  -- The most that can flow, in units an hour: what is above is implausible.
  max_rate_micros bigint NOT NULL CHECK (max_rate_micros > 0),
  -- How often a reading is expected.
  interval_seconds integer NOT NULL DEFAULT 900 CHECK (interval_seconds > 0),
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (site_id, code)
);

CREATE TABLE meter (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  serial text NOT NULL,
  model text NOT NULL,
  utility text NOT NULL CHECK (utility IN ('electricity', 'water', 'gas', 'heating', 'cooling')),
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (site_id, serial)
);

-- One counter on a meter. With `band` set it counts that time-of-use band alone.
CREATE TABLE register (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  meter_id bigint NOT NULL REFERENCES meter (id),
  code text NOT NULL,
  band text,
  -- Digits before the decimal point: it rolls over at 10^digits.
  digits integer NOT NULL CHECK (digits BETWEEN 1 AND 12),
  UNIQUE (meter_id, code)
);

-- A meter serving a metering point. Opening and closing values make swaps explicit.
CREATE TABLE installation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  meter_id bigint NOT NULL REFERENCES meter (id),
  metering_point_id bigint NOT NULL REFERENCES metering_point (id),
  from_at timestamptz NOT NULL,
  to_at timestamptz,
  -- CT × PT, in micros: 1000000 is 1.
  multiplier_micros bigint NOT NULL DEFAULT 1000000 CHECK (multiplier_micros > 0),
  version bigint NOT NULL DEFAULT 1,
  CHECK (to_at IS NULL OR to_at > from_at)
);
CREATE INDEX ON installation (meter_id);
CREATE INDEX ON installation (metering_point_id);

-- Values at the installation's ends, signed off by whoever changed the meter.
CREATE TABLE installation_register (
  installation_id bigint NOT NULL REFERENCES installation (id),
  register_id bigint NOT NULL REFERENCES register (id),
  opening_micros bigint NOT NULL CHECK (opening_micros >= 0),
  closing_micros bigint CHECK (closing_micros >= 0),
  signed_by text NOT NULL,
  PRIMARY KEY (installation_id, register_id)
);

-- Any value of a device, read or written through a driver.
CREATE TABLE point (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connection_id bigint NOT NULL REFERENCES connection (id),
  meter_id bigint REFERENCES meter (id),
  register_id bigint REFERENCES register (id),
  role text NOT NULL CHECK (role IN ('register', 'relay', 'power', 'current', 'online', 'value')),
  unit text NOT NULL DEFAULT '',
  address jsonb NOT NULL,
  -- Fire, lifts, medical: never switched by any path; set by the application, cleared by the owner alone.
  life_safety boolean NOT NULL DEFAULT false,
  version bigint NOT NULL DEFAULT 1,
  CHECK ((role = 'register') = (register_id IS NOT NULL))
);
CREATE INDEX ON point (connection_id);
CREATE INDEX ON point (meter_id);

CREATE FUNCTION keep_life_safety() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.life_safety AND (TG_OP = 'DELETE' OR NOT NEW.life_safety)
     AND current_user <> (SELECT tableowner FROM pg_tables WHERE tablename = 'point' AND schemaname = TG_TABLE_SCHEMA)
  THEN
    RAISE EXCEPTION 'A life-safety point stays one: only the database owner can clear it'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_life_safety BEFORE UPDATE OR DELETE ON point
  FOR EACH ROW EXECUTE FUNCTION keep_life_safety();

CREATE TABLE tariff_plan (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  code text NOT NULL,
  name text NOT NULL,
  utility text NOT NULL CHECK (utility IN ('electricity', 'water', 'gas', 'heating', 'cooling')),
  strategy text NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (site_id, code)
);

-- Never edited once used; a change is a new version with a later instant.
CREATE TABLE tariff_version (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tariff_plan_id bigint NOT NULL REFERENCES tariff_plan (id),
  effective_at timestamptz NOT NULL,
  terms jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tariff_plan_id, effective_at)
);

-- What a strategy worked out, stored and dated: core rates by this alone.
CREATE TABLE tariff_compiled (
  tariff_version_id bigint NOT NULL REFERENCES tariff_version (id),
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  data jsonb NOT NULL,
  compiled_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tariff_version_id, from_at),
  CHECK (to_at > from_at)
);

-- Which contract pays for a metering point, by which plan, from one instant to another.
CREATE TABLE service_agreement (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  contract_id bigint NOT NULL REFERENCES contract (id),
  account_id bigint NOT NULL REFERENCES account (id),
  metering_point_id bigint NOT NULL REFERENCES metering_point (id),
  tariff_plan_id bigint NOT NULL REFERENCES tariff_plan (id),
  from_at timestamptz NOT NULL,
  to_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  CHECK (to_at IS NULL OR to_at > from_at)
);
CREATE INDEX ON service_agreement (metering_point_id);
CREATE INDEX ON service_agreement (account_id);

CREATE TABLE repair_item (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint REFERENCES site (id),
  kind text NOT NULL,
  -- What it is about; one open item a kind and subject.
  subject text NOT NULL,
  owner_role text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  detail jsonb NOT NULL DEFAULT '{}',
  occurrences bigint NOT NULL DEFAULT 1,
  opened_at timestamptz NOT NULL DEFAULT now(),
  last_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz,
  closed_by text,
  version bigint NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX repair_item_open ON repair_item (kind, subject) WHERE closed_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON policy_profile, site, space, tenant, contract, connection, plugin_config,
  metering_point, meter, tariff_plan, service_agreement, repair_item, point, account, installation,
  installation_register TO busbar_app;
GRANT SELECT, INSERT ON register, tariff_version, tariff_compiled, contract_space TO busbar_app;
GRANT DELETE ON contract_space, point TO busbar_app;
GRANT SELECT ON site, point, installation, contract, service_agreement, account TO busbar_guard;
