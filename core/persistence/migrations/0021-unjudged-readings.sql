-- Readings that wait to be judged again are looked for every few minutes.
CREATE INDEX quarantined_reading_unjudged ON quarantined_reading (register_id)
  WHERE reason = 'unjudged' AND closed_at IS NULL;
