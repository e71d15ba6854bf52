-- Charges beside energy, as they were made. What credit above zero did not pay stands in the account's receivable purse,
-- whose balance is minus what is owed; postings of kind 'settlement' move credit there later.

CREATE TABLE fee (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  account_id bigint NOT NULL REFERENCES account (id),
  kind text NOT NULL CHECK (kind IN ('property', 'parking', 'other')),
  amount_micros bigint NOT NULL CHECK (amount_micros > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- What cash paid at once, and what was owed then.
  taken_micros bigint NOT NULL CHECK (taken_micros >= 0),
  owed_micros bigint NOT NULL CHECK (owed_micros >= 0),
  reason text NOT NULL CHECK (reason <> ''),
  requested_by text NOT NULL,
  -- Domain time.
  at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (taken_micros + owed_micros = amount_micros)
);
CREATE INDEX ON fee (account_id, id);
CREATE INDEX ON fee (site_id, id);

GRANT SELECT ON fee TO busbar_app;
GRANT INSERT (site_id, account_id, kind, amount_micros, currency, taken_micros, owed_micros, reason, requested_by, at)
  ON fee TO busbar_app;
