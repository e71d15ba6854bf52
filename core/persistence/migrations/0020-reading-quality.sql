-- The same value at the same instant, once marked bad and once good, are two readings: were the second
-- one not kept, the total would depend on which of them came first.
ALTER TABLE reading
  DROP CONSTRAINT reading_pkey,
  ADD CONSTRAINT reading_pkey PRIMARY KEY (at, register_id, value_micros, quality);
