-- Supply control: what each point should be, is and was told; the Supply Guard's intents, budget and holds.
-- Instants of policy (episodes, deadlines, orders, evaluations) are the domain clock's; those of commands,
-- intents and checks are the wall clock's.

-- A metering point whose supply a relay can take away.
CREATE TABLE supply_point (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  metering_point_id bigint NOT NULL UNIQUE REFERENCES metering_point (id),
  relay_point_id bigint NOT NULL UNIQUE REFERENCES point (id),
  -- Power or current behind the relay, and the most of it (micros of the point's unit) that counts as none.
  load_point_id bigint REFERENCES point (id),
  load_idle_micros bigint NOT NULL DEFAULT 0 CHECK (load_idle_micros >= 0),
  desired text NOT NULL DEFAULT 'on' CHECK (desired IN ('on', 'off')),
  desired_since timestamptz NOT NULL DEFAULT now(),
  -- Raised with each change of the wish: what was meant for an older one is void.
  wish_version bigint NOT NULL DEFAULT 1,
  reported text CHECK (reported IN ('on', 'off')),
  reported_at timestamptz,
  load_state text CHECK (load_state IN ('drawing', 'idle')),
  load_at timestamptz,
  read_at timestamptz,
  verified text NOT NULL DEFAULT 'unknown' CHECK (verified IN ('on', 'off', 'unknown')),
  -- What the verification rests on.
  evidence text CHECK (evidence IN ('relay', 'relay-and-load')),
  state text NOT NULL DEFAULT 'unknown' CHECK (state IN (
    'on', 'off', 'cutting', 'restoring', 'unknown', 'drawing', 'contrary', 'unreachable')),
  state_since timestamptz NOT NULL DEFAULT now(),
  -- The debt episode that it stands cut by.
  cut_by_episode_id bigint,
  -- Commands sent for the present wish that have not led to it.
  failures integer NOT NULL DEFAULT 0,
  -- Alarms that stand, by name: each has its repair item.
  alarms text[] NOT NULL DEFAULT '{}',
  -- The decision in force and its explanation: schemas/resources/supply-decision.schema.json.
  decision jsonb,
  -- Points that nobody pays for are decided by themselves; the others with their account.
  next_evaluation_at timestamptz DEFAULT '-infinity',
  -- When the loop looks at it again, by the wall clock.
  check_at timestamptz NOT NULL DEFAULT now(),
  version bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 70);
CREATE INDEX supply_point_check ON supply_point (check_at);
CREATE INDEX supply_point_evaluation ON supply_point (next_evaluation_at);
CREATE INDEX ON supply_point (load_point_id);
CREATE INDEX ON supply_point (site_id);

-- What supply control remembers of an account; its row is locked for an evaluation.
CREATE TABLE supply_account (
  account_id bigint PRIMARY KEY REFERENCES account (id),
  low_since timestamptz,
  very_low_since timestamptz,
  evaluated_at timestamptz,
  -- Null: only a crossing of the purse's bounds matters.
  next_evaluation_at timestamptz
) WITH (fillfactor = 70);
CREATE INDEX ON supply_account (next_evaluation_at);
INSERT INTO supply_account (account_id, next_evaluation_at) SELECT id, '-infinity' FROM account;

-- A new account, or one whose limits have changed, is evaluated at once.
CREATE FUNCTION wake_supply_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO supply_account (account_id, next_evaluation_at) VALUES (NEW.id, '-infinity')
  ON CONFLICT (account_id) DO UPDATE SET next_evaluation_at = '-infinity';
  RETURN NULL;
END $$;
CREATE TRIGGER wake_supply_account AFTER INSERT OR UPDATE ON account
  FOR EACH ROW EXECUTE FUNCTION wake_supply_account();

CREATE TABLE debt_episode (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account (id),
  began_at timestamptz NOT NULL,
  recovered_at timestamptz,
  ended_at timestamptz,
  ended_by text CHECK (ended_by IN ('recovered', 'restored', 'superseded')),
  -- The notice that announced the cut, and the deadline that it names.
  notice_id bigint,
  deadline_at timestamptz,
  cut_at timestamptz,
  cut_noticed boolean NOT NULL DEFAULT false,
  approval text NOT NULL DEFAULT 'none' CHECK (approval IN ('none', 'requested', 'approved', 'refused')),
  approval_by text,
  approval_at timestamptz,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CHECK ((notice_id IS NULL) = (deadline_at IS NULL))
);
CREATE UNIQUE INDEX debt_episode_open ON debt_episode (account_id) WHERE ended_at IS NULL;

CREATE TABLE dispute (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account (id),
  reason text NOT NULL CHECK (reason <> ''),
  opened_by text NOT NULL,
  opened_at timestamptz NOT NULL,
  review_at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by text,
  outcome text,
  version bigint NOT NULL DEFAULT 1,
  CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
CREATE INDEX dispute_open ON dispute (account_id) WHERE closed_at IS NULL;

-- Kept as long as the next instalment is not overdue.
CREATE TABLE payment_plan (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account (id),
  agreed_by text NOT NULL,
  agreed_at timestamptz NOT NULL,
  next_due_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by text,
  version bigint NOT NULL DEFAULT 1,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX payment_plan_open ON payment_plan (account_id) WHERE ended_at IS NULL;

-- Orders of persons, building management systems and automations.
CREATE TABLE supply_order (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  supply_point_id bigint NOT NULL REFERENCES supply_point (id),
  authority text NOT NULL CHECK (authority IN ('manual', 'bms', 'automation')),
  wish text NOT NULL CHECK (wish IN ('on', 'off')),
  ordered_by text NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  from_at timestamptz NOT NULL,
  until_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  version bigint NOT NULL DEFAULT 1,
  CHECK (until_at IS NULL OR until_at > from_at),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX supply_order_open ON supply_order (supply_point_id) WHERE ended_at IS NULL;

-- Maintenance lock-out: off until whoever set it, or two people, release it.
CREATE TABLE supply_lock_out (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  supply_point_id bigint NOT NULL REFERENCES supply_point (id),
  set_by text NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  set_at timestamptz NOT NULL,
  release_1_by text,
  release_2_by text,
  released_at timestamptz,
  CHECK (release_2_by IS NULL OR (release_1_by IS NOT NULL AND release_2_by <> release_1_by)),
  CHECK (released_at IS NULL OR release_2_by IS NOT NULL
    OR (release_1_by IS NOT NULL AND release_1_by = set_by))
);
CREATE UNIQUE INDEX supply_lock_out_open ON supply_lock_out (supply_point_id) WHERE released_at IS NULL;

-- Supply that nobody below may cut: a point's own, or the whole site's with opt-outs.
CREATE TABLE supply_protection (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  supply_point_id bigint REFERENCES supply_point (id),
  kind text NOT NULL CHECK (kind IN ('medical', 'date', 'hours', 'other')),
  from_at timestamptz NOT NULL,
  to_at timestamptz,
  -- Daily hours in the site's zone, in minutes past midnight; null: all day.
  from_minute smallint CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute smallint CHECK (to_minute BETWEEN 0 AND 1439),
  reason text NOT NULL CHECK (reason <> ''),
  set_by text NOT NULL,
  -- Points that a site-wide protection leaves out.
  opt_outs bigint[] NOT NULL DEFAULT '{}',
  ended_at timestamptz,
  ended_by text,
  CHECK (to_at IS NULL OR to_at > from_at),
  CHECK ((from_minute IS NULL) = (to_minute IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX supply_protection_open ON supply_protection (site_id) WHERE ended_at IS NULL;

-- Every change of a decision with the facts that it rests on; never updated or deleted.
CREATE TABLE supply_decision (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  supply_point_id bigint NOT NULL,
  account_id bigint,
  episode_id bigint,
  at timestamptz NOT NULL,
  decided_at timestamptz NOT NULL DEFAULT now(),
  desired text NOT NULL,
  rule text NOT NULL,
  blocked_by text[] NOT NULL,
  decision jsonb NOT NULL
);
CREATE INDEX ON supply_decision (supply_point_id, id);

-- A run of the Guard. Only the newest signs, and only while its gate is open.
CREATE TABLE guard_epoch (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  opened_at timestamptz,
  closed_at timestamptz
);

-- 'Hold all cuts', at one site or everywhere.
CREATE TABLE guard_hold (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint REFERENCES site (id),
  set_by text NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  released_at timestamptz,
  released_by text,
  version bigint NOT NULL DEFAULT 1,
  CHECK ((released_at IS NULL) = (released_by IS NULL))
);
CREATE INDEX guard_hold_open ON guard_hold (id) WHERE released_at IS NULL;

-- Cuts beyond the budget: each waits until two people release it.
CREATE TABLE guard_quarantine (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL,
  point_id bigint NOT NULL,
  path text NOT NULL,
  reason text NOT NULL,
  asked bigint NOT NULL DEFAULT 1,
  quarantined_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  closed_at timestamptz
);
CREATE UNIQUE INDEX guard_quarantine_open ON guard_quarantine (point_id) WHERE closed_at IS NULL;

CREATE TABLE guard_release (
  quarantine_id bigint NOT NULL REFERENCES guard_quarantine (id),
  -- First and second: there are two, and they are two people.
  ordinal smallint NOT NULL CHECK (ordinal IN (1, 2)),
  person text NOT NULL CHECK (person <> ''),
  released_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (quarantine_id, ordinal),
  UNIQUE (quarantine_id, person)
);

-- What the Guard signed. The application can mark what became of an intent, and nothing else.
CREATE TABLE supply_intent (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  epoch_id bigint NOT NULL REFERENCES guard_epoch (id),
  site_id bigint NOT NULL,
  point_id bigint NOT NULL,
  action text NOT NULL CHECK (action IN ('cut', 'restore')),
  path text NOT NULL CHECK (path IN ('policy', 'manual', 'bms', 'automation')),
  contract_id bigint,
  installation_id bigint NOT NULL,
  balance_version bigint NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  signature text NOT NULL,
  quarantine_id bigint,
  sent_at timestamptz,
  superseded_at timestamptz,
  outcome text CHECK (outcome IN ('confirmed', 'refused', 'offline', 'unknown')),
  outcome_at timestamptz,
  CHECK (expires_at > issued_at)
);
CREATE INDEX supply_intent_point ON supply_intent (point_id, id);
CREATE INDEX supply_intent_cuts ON supply_intent (issued_at) WHERE action = 'cut';

-- Commands handed to drivers, and what came back.
CREATE TABLE supply_command (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  supply_point_id bigint NOT NULL,
  intent_id bigint NOT NULL UNIQUE REFERENCES supply_intent (id),
  action text NOT NULL CHECK (action IN ('cut', 'restore')),
  sent_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  answered_at timestamptz,
  outcome text CHECK (outcome IN ('confirmed', 'refused', 'offline', 'unknown')),
  detail text,
  read_back text,
  verified_at timestamptz,
  evidence text
);
CREATE INDEX ON supply_command (supply_point_id, id);

-- An intent is sent once, in time, by the Guard that signed it, and unless something newer or a hold
-- stands against it. Life safety is looked at both when it is signed and when it is sent.
CREATE FUNCTION check_supply_intent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  IF (TG_OP = 'INSERT' OR NEW.sent_at IS DISTINCT FROM OLD.sent_at)
     AND EXISTS (SELECT FROM point WHERE id = NEW.point_id AND (life_safety OR role <> 'relay')) THEN
    RAISE EXCEPTION 'A life-safety point is never switched' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.sent_at IS NOT NULL OR NEW.superseded_at IS NOT NULL THEN
      RAISE EXCEPTION 'An intent is born unsent' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at)
     OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at)
     OR (OLD.outcome IS NOT NULL AND OLD.outcome <> 'unknown' AND NEW.outcome IS DISTINCT FROM OLD.outcome) THEN
    RAISE EXCEPTION 'What became of an intent is not changed' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.sent_at IS NULL AND NEW.sent_at IS NOT NULL THEN
    IF NEW.superseded_at IS NOT NULL OR NEW.expires_at <= clock_timestamp()
       OR EXISTS (SELECT FROM supply_intent WHERE point_id = NEW.point_id AND id > NEW.id) THEN
      RAISE EXCEPTION 'This intent is void' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action = 'cut' AND (
       EXISTS (SELECT FROM guard_hold
               WHERE released_at IS NULL AND (site_id IS NULL OR site_id = NEW.site_id))
       OR NOT EXISTS (SELECT FROM guard_epoch WHERE id = NEW.epoch_id AND opened_at IS NOT NULL
                      AND closed_at IS NULL AND id = (SELECT max(id) FROM guard_epoch))) THEN
      RAISE EXCEPTION 'Cuts are held' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_supply_intent BEFORE INSERT OR UPDATE ON supply_intent
  FOR EACH ROW EXECUTE FUNCTION check_supply_intent();

-- All that an intent binds, re-read and locked until the Guard's transaction ends: a purse that is about
-- to be credited is waited for. `at` is the domain's instant, by which contracts are in force.
CREATE FUNCTION guard_facts(relay bigint, at timestamptz) RETURNS TABLE (
  site_id bigint, life_safety boolean, locked_out boolean, installation_id bigint,
  contract_id bigint, account_id bigint, balance_version bigint, held boolean
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
  SELECT l.version INTO balance_version FROM ledger_account l
    WHERE l.account_id = agreed.account_id AND l.kind = 'cash' AND l.fund = 'general' AND l.code = '' FOR SHARE;
  balance_version := COALESCE(balance_version, 0);
  locked_out := EXISTS (SELECT FROM supply_lock_out o
    WHERE o.supply_point_id = supplied.id AND o.released_at IS NULL);
  held := EXISTS (SELECT FROM guard_hold h
    WHERE h.released_at IS NULL AND (h.site_id IS NULL OR h.site_id = supplied.site_id));
  RETURN NEXT;
END $$;

-- The Guard's budget counts points; no login of Busbar can take one away.
CREATE FUNCTION guard_point_count(of_site bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM supply_point WHERE of_site IS NULL OR site_id = of_site
$$;

REVOKE ALL ON FUNCTION guard_facts(bigint, timestamptz), guard_point_count(bigint), check_supply_intent(),
  wake_supply_account() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard_facts(bigint, timestamptz), guard_point_count(bigint) TO busbar_guard;

GRANT SELECT ON supply_point, supply_account, debt_episode, dispute, payment_plan, supply_order, supply_lock_out,
  supply_protection, supply_decision, guard_epoch, guard_hold, guard_quarantine, guard_release, supply_intent,
  supply_command TO busbar_app;
GRANT INSERT ON debt_episode, supply_decision, supply_command TO busbar_app;
GRANT INSERT (site_id, metering_point_id, relay_point_id, load_point_id, load_idle_micros, desired,
  desired_since, check_at) ON supply_point TO busbar_app;
GRANT UPDATE (load_point_id, load_idle_micros, desired, desired_since, wish_version, reported, reported_at,
  load_state, load_at, read_at, verified, evidence, state, state_since, cut_by_episode_id, failures, alarms,
  decision, next_evaluation_at, check_at, version) ON supply_point TO busbar_app;
GRANT UPDATE (low_since, very_low_since, evaluated_at, next_evaluation_at) ON supply_account TO busbar_app;
GRANT UPDATE (recovered_at, ended_at, ended_by, notice_id, deadline_at, cut_at, cut_noticed, approval,
  approval_by, approval_at) ON debt_episode TO busbar_app;
GRANT INSERT (account_id, reason, opened_by, opened_at, review_at),
  UPDATE (review_at, closed_at, closed_by, outcome, version) ON dispute TO busbar_app;
GRANT INSERT (account_id, agreed_by, agreed_at, next_due_at),
  UPDATE (next_due_at, ended_at, ended_by, version) ON payment_plan TO busbar_app;
GRANT INSERT (supply_point_id, authority, wish, ordered_by, reason, from_at, until_at),
  UPDATE (ended_at, ended_by, version) ON supply_order TO busbar_app;
GRANT INSERT (supply_point_id, set_by, reason, set_at),
  UPDATE (release_1_by, release_2_by, released_at) ON supply_lock_out TO busbar_app;
GRANT INSERT (site_id, supply_point_id, kind, from_at, to_at, from_minute, to_minute, reason, set_by, opt_outs),
  UPDATE (opt_outs, ended_at, ended_by) ON supply_protection TO busbar_app;
GRANT INSERT (site_id, set_by, reason), UPDATE (released_at, released_by, version) ON guard_hold TO busbar_app;
GRANT INSERT (quarantine_id, ordinal, person) ON guard_release TO busbar_app;
GRANT UPDATE (sent_at, superseded_at, outcome, outcome_at) ON supply_intent TO busbar_app;
GRANT UPDATE (answered_at, outcome, detail, read_back, verified_at, evidence) ON supply_command TO busbar_app;

GRANT SELECT ON guard_epoch, guard_hold, guard_quarantine, guard_release, supply_intent TO busbar_guard;
GRANT INSERT (started_at), UPDATE (opened_at, closed_at) ON guard_epoch TO busbar_guard;
GRANT INSERT (site_id, point_id, path, reason), UPDATE (asked, last_at, closed_at) ON guard_quarantine TO busbar_guard;
GRANT INSERT, UPDATE (superseded_at) ON supply_intent TO busbar_guard;
GRANT USAGE ON SEQUENCE supply_intent_id_seq TO busbar_guard;
