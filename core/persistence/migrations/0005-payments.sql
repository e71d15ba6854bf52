-- Money in and back out through payment channels. An order is stored, with its key, before its channel is asked.

CREATE TABLE payment_order (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- What the channel knows it by: random, so that neither a guess nor a restored database meets it again.
  reference text NOT NULL UNIQUE CHECK (reference ~ '^[A-Za-z0-9]{8,32}$'),
  site_id bigint NOT NULL REFERENCES site (id),
  account_id bigint NOT NULL REFERENCES account (id),
  connection_id bigint NOT NULL REFERENCES connection (id),
  -- The first order for the same money, where the payer has turned to another channel. Its row is the lock of them all.
  alternative_to_id bigint REFERENCES payment_order (id),
  amount_micros bigint NOT NULL CHECK (amount_micros > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  merchant_id text,
  description text NOT NULL,
  state text NOT NULL DEFAULT 'created' CHECK (state IN ('created', 'pending', 'captured', 'closed', 'failed')),
  -- Since when the channel owes an answer. No cut while one is owed.
  unknown_since timestamptz CHECK (unknown_since IS NULL OR state IN ('created', 'pending')),
  -- What the payer is shown: a link or a code.
  payer_action jsonb NOT NULL DEFAULT '{"kind":"none"}',
  channel_reference text,
  -- Domain time.
  captured_at timestamptz,
  -- Whether the money went to the account; false: it was handed back.
  credited boolean,
  -- Sum of its refunds that have not failed or been rejected.
  refund_reserved_micros bigint NOT NULL DEFAULT 0,
  requested_by text NOT NULL,
  idempotency_key text NOT NULL,
  body_hash text NOT NULL,
  -- Wall-clock time, as all of its kind below.
  expires_at timestamptz NOT NULL,
  next_poll_at timestamptz,
  polls integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (site_id, idempotency_key),
  CHECK ((state = 'captured') = (captured_at IS NOT NULL)),
  CHECK ((state = 'captured') = (credited IS NOT NULL)),
  CHECK (refund_reserved_micros BETWEEN 0 AND CASE WHEN state = 'captured' THEN amount_micros ELSE 0 END)
);
CREATE INDEX ON payment_order (account_id, id);
CREATE INDEX ON payment_order (alternative_to_id) WHERE alternative_to_id IS NOT NULL;
CREATE INDEX payment_order_due ON payment_order (next_poll_at) WHERE next_poll_at IS NOT NULL;
CREATE INDEX payment_order_unknown ON payment_order (account_id) WHERE unknown_since IS NOT NULL;
-- At most one of the orders for the same money is credited.
CREATE UNIQUE INDEX payment_order_credited ON payment_order ((COALESCE(alternative_to_id, id))) WHERE credited;

CREATE TABLE refund (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reference text NOT NULL UNIQUE CHECK (reference ~ '^[A-Za-z0-9]{8,32}$'),
  order_id bigint NOT NULL REFERENCES payment_order (id),
  amount_micros bigint NOT NULL CHECK (amount_micros > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Held from the account's cash, or surplus money that never reached an account.
  source text NOT NULL CHECK (source IN ('purse', 'suspense')),
  state text NOT NULL CHECK (state IN ('awaiting-approval', 'approved', 'sent', 'refunded', 'failed', 'rejected')),
  unknown_since timestamptz CHECK (unknown_since IS NULL OR state = 'sent'),
  reason text NOT NULL CHECK (reason <> ''),
  -- User ids; null where a rule asked.
  requested_by text,
  decided_by text,
  channel_reference text,
  idempotency_key text NOT NULL,
  body_hash text NOT NULL,
  next_poll_at timestamptz,
  polls integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (order_id, idempotency_key),
  CHECK (decided_by <> requested_by)
);
CREATE INDEX refund_due ON refund (next_poll_at) WHERE next_poll_at IS NOT NULL;

-- Each word of a channel on an order or a refund, as the provider understood it; secrets and raw bodies stay out.
CREATE TABLE payment_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint NOT NULL,
  refund_id bigint,
  source text NOT NULL CHECK (source IN ('create', 'callback', 'query', 'close', 'refund')),
  status jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON payment_event (order_id, id);

GRANT SELECT ON payment_order, refund TO busbar_app, busbar_guard;
GRANT INSERT (reference, site_id, account_id, connection_id, alternative_to_id, amount_micros, currency, merchant_id,
  description, requested_by, idempotency_key, body_hash, expires_at, next_poll_at) ON payment_order TO busbar_app;
GRANT UPDATE (state, unknown_since, payer_action, channel_reference, captured_at, credited, refund_reserved_micros,
  next_poll_at, polls, version) ON payment_order TO busbar_app;
GRANT INSERT (reference, order_id, amount_micros, currency, source, state, reason, requested_by, idempotency_key,
  body_hash, next_poll_at) ON refund TO busbar_app;
GRANT UPDATE (state, unknown_since, decided_by, channel_reference, next_poll_at, polls, version) ON refund TO busbar_app;
GRANT SELECT ON payment_event TO busbar_app;
GRANT INSERT (order_id, refund_id, source, status) ON payment_event TO busbar_app;
