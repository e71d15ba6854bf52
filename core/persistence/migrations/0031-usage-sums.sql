-- Sums of use and of charges, so that nobody who looks waits for lines to be added up. They are derived from
-- usage_interval and rated_line, may be emptied at any time and are made again; `verify` holds them against the lines.
-- What they hold: of each register the intervals that end by usage_summed_register.until_at, less those in
-- usage_taken_back (decision 22). `in_force_ms` is how
-- long all that is in force lasts there: a reversal takes back the time of what it undoes.

-- The version of a stream when all of it was summed: as long as it is the same, nothing is left to add.
CREATE TABLE usage_summed (
  metering_point_id bigint PRIMARY KEY,
  version bigint NOT NULL
);
CREATE TABLE usage_summed_register (
  metering_point_id bigint NOT NULL,
  register_id bigint NOT NULL,
  until_at timestamptz NOT NULL,
  PRIMARY KEY (metering_point_id, register_id)
);
-- Intervals that are in the sums although until_at has been put back to before them.
CREATE TABLE usage_taken_back (
  metering_point_id bigint NOT NULL,
  interval_id bigint NOT NULL,
  PRIMARY KEY (metering_point_id, interval_id)
);

-- By metering point and local day of its site, which begins at day_at. Agreement 0: nobody pays.
CREATE TABLE usage_day (
  metering_point_id bigint NOT NULL,
  day_at timestamptz NOT NULL,
  agreement_id bigint NOT NULL,
  unrated boolean NOT NULL,
  quantity_micros bigint NOT NULL,
  in_force_ms bigint NOT NULL,
  PRIMARY KEY (metering_point_id, day_at, agreement_id, unrated)
);
CREATE TABLE charge_day (
  metering_point_id bigint NOT NULL,
  day_at timestamptz NOT NULL,
  agreement_id bigint NOT NULL,
  tariff_version_id bigint NOT NULL,
  component text NOT NULL,
  category text NOT NULL,
  band text NOT NULL,
  quantity_micros bigint NOT NULL,
  amount_micros bigint NOT NULL,
  in_force_ms bigint NOT NULL,
  estimated_ms bigint NOT NULL,
  PRIMARY KEY (metering_point_id, day_at, agreement_id, tariff_version_id, component, category, band)
);

-- By site and quarter hour: a site's day so far is known without its metering points.
CREATE TABLE usage_quarter (
  site_id bigint NOT NULL,
  at timestamptz NOT NULL,
  utility text NOT NULL,
  unit text NOT NULL,
  unrated boolean NOT NULL,
  quantity_micros bigint NOT NULL,
  in_force_ms bigint NOT NULL,
  PRIMARY KEY (site_id, at, utility, unit, unrated)
) WITH (fillfactor = 70);
CREATE TABLE charge_quarter (
  site_id bigint NOT NULL,
  at timestamptz NOT NULL,
  utility text NOT NULL,
  unit text NOT NULL,
  currency text NOT NULL,
  tariff_version_id bigint NOT NULL,
  component text NOT NULL,
  category text NOT NULL,
  band text NOT NULL,
  quantity_micros bigint NOT NULL,
  amount_micros bigint NOT NULL,
  in_force_ms bigint NOT NULL,
  estimated_ms bigint NOT NULL,
  PRIMARY KEY (site_id, at, utility, unit, currency, tariff_version_id, component, category, band)
) WITH (fillfactor = 70);

GRANT SELECT, INSERT, UPDATE, DELETE ON usage_summed, usage_summed_register, usage_taken_back,
  usage_day, charge_day, usage_quarter, charge_quarter TO busbar_app;
