-- Double entry: a posting debits one ledger account and credits another by the same amount, so
-- debits equal credits by construction. Postings are never updated or deleted.

CREATE TABLE ledger_account (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  account_id bigint REFERENCES account (id),
  kind text NOT NULL CHECK (kind IN (
    'cash', 'bonus', 'deposit', 'receivable', 'refund-pending',
    'revenue', 'clearing', 'suspense', 'adjustment')),
  -- Which revenue, or which payment channel; empty for purses.
  code text NOT NULL DEFAULT '',
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Money kept apart from other money; 'general' where it is not.
  fund text NOT NULL DEFAULT 'general',
  -- Credits minus debits. Null for accounts of the house: every tenant's postings meet there, so
  -- their balance is summed from postings when it is asked for.
  balance_micros bigint,
  -- The lowest balance a command may leave; metered use may pass it and is recorded as debt.
  floor_micros bigint,
  version bigint NOT NULL DEFAULT 0,
  -- Outside of [alert_below, alert_above] somebody must look: supply control moves the two as it
  -- does, so that a crossing can be neither missed nor seen twice.
  alert_below_micros bigint,
  alert_above_micros bigint,
  needs_attention boolean NOT NULL GENERATED ALWAYS AS (
    COALESCE(balance_micros < alert_below_micros, false)
    OR COALESCE(balance_micros > alert_above_micros, false)) STORED,
  -- Purses belong to an account and keep a balance; accounts of the house do neither.
  CHECK ((account_id IS NULL) = (balance_micros IS NULL)),
  CHECK (kind NOT IN ('bonus', 'deposit', 'refund-pending') OR balance_micros >= 0)
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX ledger_account_identity
  ON ledger_account (site_id, account_id, kind, code, currency, fund) NULLS NOT DISTINCT;
CREATE INDEX ON ledger_account (account_id);
CREATE INDEX ledger_account_attention ON ledger_account (id) WHERE needs_attention;

-- Ends a statement, and with it its transaction, with a code that the stores know.
CREATE FUNCTION refuse(code text, message text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', message USING ERRCODE = code;
END $$;

-- An account has its purses from its first moment on, whoever opens it, and their limits follow it.
-- Changed levels make supply control look again.
CREATE FUNCTION keep_purses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO ledger_account (site_id, account_id, kind, currency, balance_micros, floor_micros, alert_below_micros)
    SELECT NEW.site_id, NEW.id, purse.kind, NEW.currency, 0, purse.floor, purse.alert
    FROM (VALUES ('cash', -NEW.overdraft_micros, NEW.low_balance_micros), ('bonus', 0, NULL), ('deposit', 0, NULL),
      ('refund-pending', 0, NULL), ('receivable', NULL, NULL)) AS purse (kind, floor, alert);
  ELSE
    UPDATE ledger_account SET floor_micros = -NEW.overdraft_micros, alert_above_micros = balance_micros - 1
    WHERE account_id = NEW.id AND kind = 'cash' AND fund = 'general';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_purses
  AFTER INSERT OR UPDATE OF overdraft_micros, emergency_credit_micros, low_balance_micros, very_low_balance_micros
  ON account FOR EACH ROW EXECUTE FUNCTION keep_purses();

-- Ids of the append-only tables come in blocks of a thousand (hi-lo).
CREATE SEQUENCE hot_id_block INCREMENT BY 1000 MINVALUE 1000 START 1000;

CREATE TABLE posting (
  id bigint PRIMARY KEY,
  -- When it happened in the domain's time: use, capture, correction.
  at timestamptz NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT now(),
  debit_id bigint NOT NULL,
  credit_id bigint NOT NULL,
  amount_micros bigint NOT NULL CHECK (amount_micros > 0),
  currency text NOT NULL,
  kind text NOT NULL,
  -- What it is for: a usage interval, a payment order, a refund, a command.
  reference_kind text NOT NULL,
  reference_id bigint NOT NULL,
  -- The posting that this one undoes.
  reverses_id bigint,
  CHECK (debit_id <> credit_id)
);
CREATE INDEX posting_debit ON posting (debit_id, id);
CREATE INDEX posting_credit ON posting (credit_id, id);

-- Commands by their key, kept for ever: the same key and body give the same result.
CREATE TABLE ledger_command (
  key text PRIMARY KEY,
  body_hash text NOT NULL,
  result jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT ON posting, ledger_command TO busbar_app;
GRANT SELECT ON ledger_account TO busbar_app, busbar_guard;
GRANT INSERT (site_id, account_id, kind, code, currency, fund, balance_micros, floor_micros,
  alert_below_micros, alert_above_micros) ON ledger_account TO busbar_app;
GRANT UPDATE (balance_micros, version, floor_micros, alert_below_micros, alert_above_micros) ON ledger_account TO busbar_app;
GRANT USAGE ON SEQUENCE hot_id_block TO busbar_app;
