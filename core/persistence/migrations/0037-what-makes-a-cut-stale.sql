-- A cut is decided on a balance, and is stale once that balance has been raised: by a top-up, a correction, a
-- transfer. Use that goes on only lowers it, and must not keep a cut off: a meter that charges every second would
-- otherwise void every decision that takes longer than a second to be signed and sent.
--
-- The version of a purse at its latest change that did not lower it. The database keeps it, so that no road by which
-- money comes in can forget it.
ALTER TABLE ledger_account ADD COLUMN raised_version bigint NOT NULL DEFAULT 0;
UPDATE ledger_account SET raised_version = version WHERE version > 0;

CREATE FUNCTION note_raised_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.raised_version := NEW.version;
  RETURN NEW;
END $$;
-- The condition is judged without calling the function: charges, which are nearly all changes, pay next to nothing.
CREATE TRIGGER note_raised_balance BEFORE UPDATE OF balance_micros, version ON ledger_account
  FOR EACH ROW WHEN (NEW.version > OLD.version AND NEW.balance_micros >= OLD.balance_micros)
  EXECUTE FUNCTION note_raised_balance();

-- As in 0006, and with that version.
DROP FUNCTION guard_facts(bigint, timestamptz);
CREATE FUNCTION guard_facts(relay bigint, at timestamptz) RETURNS TABLE (
  site_id bigint, life_safety boolean, locked_out boolean, installation_id bigint,
  contract_id bigint, account_id bigint, balance_version bigint, raised_version bigint, held boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  supplied supply_point%ROWTYPE;
  agreed service_agreement%ROWTYPE;
BEGIN
  SELECT p.life_safety INTO life_safety FROM point p WHERE p.id = relay AND p.role = 'relay' FOR SHARE;
  SELECT * INTO supplied FROM supply_point s WHERE s.relay_point_id = relay;
  IF NOT FOUND OR life_safety IS NULL THEN RETURN; END IF;
  site_id := supplied.site_id;
  SELECT i.id INTO installation_id FROM installation i
    WHERE i.metering_point_id = supplied.metering_point_id AND i.from_at <= at AND (i.to_at IS NULL OR i.to_at > at)
    ORDER BY i.from_at DESC LIMIT 1 FOR SHARE;
  SELECT * INTO agreed FROM service_agreement a
    WHERE a.metering_point_id = supplied.metering_point_id AND a.from_at <= at AND (a.to_at IS NULL OR a.to_at > at)
    ORDER BY a.from_at DESC, a.id DESC LIMIT 1 FOR SHARE;
  contract_id := agreed.contract_id;
  account_id := agreed.account_id;
  SELECT l.version, l.raised_version INTO balance_version, raised_version FROM ledger_account l
    WHERE l.account_id = agreed.account_id AND l.kind = 'cash' AND l.fund = 'general' AND l.code = '' FOR SHARE;
  balance_version := COALESCE(balance_version, 0);
  raised_version := COALESCE(raised_version, 0);
  locked_out := EXISTS (SELECT FROM supply_lock_out o
    WHERE o.supply_point_id = supplied.id AND o.released_at IS NULL);
  held := EXISTS (SELECT FROM guard_hold h
    WHERE h.released_at IS NULL AND (h.site_id IS NULL OR h.site_id = supplied.site_id));
  RETURN NEXT;
END $$;
REVOKE ALL ON FUNCTION guard_facts(bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard_facts(bigint, timestamptz) TO busbar_guard;
