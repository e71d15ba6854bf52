-- What a site's overview counts of the day: top-ups credited, notices written.
CREATE INDEX payment_order_captured ON payment_order (site_id, captured_at) WHERE credited;
CREATE INDEX notice_created ON notice (site_id, created_at);
