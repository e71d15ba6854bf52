-- Surcharges on use that credit above zero did not pay: owed by the account's receivable purse, found again by their
-- interval when that is undone.
CREATE INDEX posting_usage_owed ON posting (reference_id) WHERE kind = 'usage-owed';
