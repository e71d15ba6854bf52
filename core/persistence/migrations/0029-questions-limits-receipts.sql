-- A tenant's questions to the management, limits that tenants set to their spending, and what receipts tell.

CREATE TABLE question (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  account_id bigint NOT NULL REFERENCES account (id),
  -- Whose question it is: a later tenant of the account does not see it.
  tenant_id bigint NOT NULL REFERENCES tenant (id),
  subject text NOT NULL CHECK (subject <> ''),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'closed')),
  -- User ids.
  assigned_to text,
  opened_by text NOT NULL,
  opened_at timestamptz(3) NOT NULL,
  last_message_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3),
  closed_by text,
  version bigint NOT NULL DEFAULT 1,
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
CREATE INDEX question_of_site ON question (site_id, id);
CREATE INDEX question_of_tenant ON question (tenant_id, id);
CREATE INDEX question_of_account ON question (account_id, id);
CREATE INDEX question_by_message ON question (last_message_at, id);
CREATE INDEX question_of_site_by_message ON question (site_id, last_message_at, id);

-- What was said, by either side; never changed.
CREATE TABLE question_message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  question_id bigint NOT NULL REFERENCES question (id),
  side text NOT NULL CHECK (side IN ('tenant', 'staff')),
  -- User id, and the name that the other side is shown.
  author_id text NOT NULL,
  author_name text NOT NULL,
  text text NOT NULL CHECK (text <> ''),
  at timestamptz(3) NOT NULL
);
CREATE INDEX question_message_of_question ON question_message (question_id, id);

GRANT SELECT, INSERT ON question, question_message TO busbar_app;
GRANT UPDATE (state, assigned_to, last_message_at, closed_at, closed_by, version) ON question TO busbar_app;

-- What a tenant means to spend on use in a day or a month of the site's calendar. It warns and never cuts.
CREATE TABLE spending_limit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account (id),
  period text NOT NULL CHECK (period IN ('day', 'month')),
  -- In the account's currency.
  amount_micros bigint NOT NULL CHECK (amount_micros > 0),
  enabled boolean NOT NULL DEFAULT true,
  -- Domain time of its last change: periods that were over by then are not warned of.
  since_at timestamptz(3) NOT NULL,
  set_by text NOT NULL,
  -- Sum of the versions of the account's purses when it was last judged; null: not yet.
  judged_version bigint,
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (account_id, period)
);

GRANT SELECT, INSERT ON spending_limit TO busbar_app;
GRANT UPDATE (amount_micros, enabled, since_at, set_by, judged_version, version) ON spending_limit TO busbar_app;

-- The account's cash right after the order was credited; null for orders credited before this was kept.
ALTER TABLE payment_order ADD COLUMN balance_after_micros bigint;
GRANT UPDATE (balance_after_micros) ON payment_order TO busbar_app;

ALTER TABLE notice DROP CONSTRAINT notice_kind_check;
ALTER TABLE notice ADD CONSTRAINT notice_kind_check CHECK (kind IN (
  'low-balance', 'very-low-balance', 'cut-coming', 'cut', 'restored', 'receipt', 'refund', 'repair-item',
  'question-asked', 'question-answered', 'spending-limit-near', 'spending-limit-reached'));
