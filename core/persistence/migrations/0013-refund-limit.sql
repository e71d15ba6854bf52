-- Refunds above it need a second person, in the site's currency; null: the instance's limit.
ALTER TABLE site ADD COLUMN refund_approval_above_micros bigint CHECK (refund_approval_above_micros >= 0);
