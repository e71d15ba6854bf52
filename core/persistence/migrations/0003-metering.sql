-- Readings as read, the usage derived from them, and its price. All append-only: a correction is
-- a reversal and a new row. No foreign keys here: the store guarantees them, `verify` checks them.

-- Identity is (register, instant). Two values of one identity are a conflict: both stay.
CREATE TABLE reading (
  at timestamptz NOT NULL,
  register_id bigint NOT NULL,
  value_micros bigint NOT NULL,
  received_at timestamptz NOT NULL,
  quality text NOT NULL,
  source text NOT NULL,
  PRIMARY KEY (at, register_id, value_micros)
);
CREATE INDEX reading_register ON reading (register_id, at);

-- Where each metering point's stream stands. A writer proves its cached copy by `version`; whatever
-- changes the point's installations, agreements or tariff raises the version too.
CREATE TABLE metering_point_state (
  metering_point_id bigint PRIMARY KEY REFERENCES metering_point (id),
  version bigint NOT NULL DEFAULT 0,
  -- The latest accepted reading: how fresh the point is.
  last_at timestamptz,
  -- Baselines by register and cumulative counts by agreement (core/persistence/stream-codec.ts).
  state text NOT NULL DEFAULT '|'
) WITH (fillfactor = 50);

-- The stream's state as it was after all readings up to an instant: a late reading is judged again from
-- the last one before it, not from the beginning.
CREATE TABLE stream_checkpoint (
  metering_point_id bigint NOT NULL,
  at timestamptz NOT NULL,
  state text NOT NULL,
  PRIMARY KEY (metering_point_id, at)
);

-- The posting of an interval's charge bears the interval's id.
CREATE TABLE usage_interval (
  id bigint PRIMARY KEY,
  metering_point_id bigint NOT NULL,
  register_id bigint NOT NULL,
  installation_id bigint NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  -- Register values at its ends, and the quantity after the multiplier.
  from_micros bigint NOT NULL,
  to_micros bigint NOT NULL,
  quantity_micros bigint NOT NULL,
  -- Who pays, by which agreement; null where nobody does.
  agreement_id bigint,
  -- Why there is no charge although somebody pays: 'no-tariff', or null.
  unrated text,
  reverses_id bigint,
  CHECK (to_at > from_at)
);
CREATE INDEX usage_interval_register ON usage_interval (register_id, to_at);

CREATE TABLE rated_line (
  interval_id bigint NOT NULL,
  ordinal smallint NOT NULL,
  tariff_version_id bigint NOT NULL,
  component text NOT NULL,
  category text NOT NULL,
  band text NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  quantity_micros bigint NOT NULL,
  -- Where the cumulative quantity stood before this line, in its period.
  quantity_from_micros bigint NOT NULL,
  price_micros bigint NOT NULL,
  amount_micros bigint NOT NULL,
  estimated boolean NOT NULL,
  PRIMARY KEY (interval_id, ordinal)
);

-- Readings that were not accepted, and why. Non-money: closed when a person or a later reading settles it.
CREATE TABLE quarantined_reading (
  register_id bigint NOT NULL,
  at timestamptz NOT NULL,
  value_micros bigint NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (register_id, at, value_micros)
);

-- Input that no reading could be made of: kept as received, by source.
CREATE TABLE quarantined_input (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connection_id bigint NOT NULL REFERENCES connection (id),
  source text NOT NULL,
  reason text NOT NULL,
  payload bytea NOT NULL,
  occurrences bigint NOT NULL DEFAULT 1,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  payload_hash bytea NOT NULL,
  UNIQUE (connection_id, source, reason, payload_hash)
);

-- The latest value of every point that is no register: relays, power, presence.
CREATE TABLE point_state (
  point_id bigint PRIMARY KEY,
  value text NOT NULL,
  quality text NOT NULL,
  at timestamptz NOT NULL,
  received_at timestamptz NOT NULL
) WITH (fillfactor = 50);

GRANT SELECT, INSERT ON reading, usage_interval, rated_line TO busbar_app;
GRANT SELECT, INSERT, UPDATE ON metering_point_state, stream_checkpoint, quarantined_reading, quarantined_input, point_state TO busbar_app;
GRANT DELETE ON stream_checkpoint TO busbar_app;
GRANT SELECT ON point_state TO busbar_guard;
