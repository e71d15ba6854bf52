-- Commands that are done once: repeated with the same key and body they are answered as the first time. Kept for ever.
CREATE TABLE command_key (
  actor text NOT NULL CHECK (actor <> ''),
  key text NOT NULL CHECK (key <> ''),
  body_hash text NOT NULL,
  -- As it was sent.
  answer json NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (actor, key)
);
GRANT SELECT, INSERT (actor, key, body_hash, answer) ON command_key TO busbar_app;

-- What a supply point is made of fits together, whoever makes it.
CREATE FUNCTION check_supply_point() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM metering_point WHERE id = NEW.metering_point_id AND site_id = NEW.site_id) THEN
    RAISE EXCEPTION 'The metering point is at another site'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_point_metering_point';
  END IF;
  IF NOT EXISTS (SELECT FROM point p JOIN connection c ON c.id = p.connection_id
      WHERE p.id = NEW.relay_point_id AND p.role = 'relay' AND c.site_id = NEW.site_id) THEN
    RAISE EXCEPTION 'The relay is no relay of the site'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_point_relay';
  END IF;
  IF NEW.load_point_id IS NOT NULL AND NOT EXISTS (SELECT FROM point p JOIN connection c ON c.id = p.connection_id
      WHERE p.id = NEW.load_point_id AND p.role IN ('power', 'current') AND c.site_id = NEW.site_id) THEN
    RAISE EXCEPTION 'The load measures neither power nor current of the site'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_point_load';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_supply_point BEFORE INSERT OR UPDATE OF load_point_id ON supply_point
  FOR EACH ROW EXECUTE FUNCTION check_supply_point();
