-- How each meter was put into service. A record that was signed or given up is never changed again, by any path.
CREATE TABLE commissioning (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  meter_id bigint NOT NULL REFERENCES meter (id),
  metering_point_id bigint NOT NULL REFERENCES metering_point (id),
  installation_id bigint NOT NULL REFERENCES installation (id),
  supply_point_id bigint REFERENCES supply_point (id),
  connection_id bigint REFERENCES connection (id),
  template_id text,
  found_as text,
  state text NOT NULL DEFAULT 'mapped' CHECK (state IN (
    'mapped', 'seen', 'off-ordered', 'on-ordered', 'tested', 'signed', 'abandoned')),
  started_by text NOT NULL,
  started_at timestamptz(3) NOT NULL,
  seen jsonb NOT NULL DEFAULT '[]',
  seen_at timestamptz(3),
  seen_by text,
  -- Supervised relay tests, oldest first: schemas/resources/commissioning.schema.json.
  tests jsonb NOT NULL DEFAULT '[]',
  signed_at timestamptz(3),
  signed_by text,
  signatory text,
  witness text,
  remarks text,
  hash text,
  certificate jsonb,
  ended_at timestamptz(3),
  version bigint NOT NULL DEFAULT 1,
  CHECK ((state IN ('signed', 'abandoned')) = (ended_at IS NOT NULL)),
  CHECK ((state = 'signed') = (hash IS NOT NULL AND certificate IS NOT NULL AND signed_at IS NOT NULL
    AND signed_by IS NOT NULL AND signatory IS NOT NULL)),
  CHECK ((seen_at IS NULL) = (seen_by IS NULL)),
  CHECK (state IN ('mapped', 'abandoned') OR seen_at IS NOT NULL)
);
CREATE UNIQUE INDEX commissioning_open ON commissioning (meter_id) WHERE ended_at IS NULL;
CREATE INDEX commissioning_of_site ON commissioning (site_id, id);
CREATE INDEX commissioning_of_meter ON commissioning (meter_id, id);
CREATE INDEX commissioning_of_point ON commissioning (metering_point_id, id);
CREATE INDEX commissioning_of_connection ON commissioning (connection_id, id);
CREATE INDEX commissioning_by_start ON commissioning (started_at, id);

CREATE FUNCTION keep_ended_commissioning() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'A commissioning that has ended is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER keep_ended_commissioning BEFORE UPDATE OR DELETE ON commissioning
  FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION keep_ended_commissioning();

GRANT SELECT ON commissioning TO busbar_app;
GRANT INSERT ON commissioning TO busbar_app;
GRANT UPDATE (state, seen, seen_at, seen_by, tests, signed_at, signed_by, signatory, witness, remarks, hash,
  certificate, ended_at, version) ON commissioning TO busbar_app;
