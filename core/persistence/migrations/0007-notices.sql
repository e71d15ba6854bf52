-- What people are told, and how far each notice has come. Nothing here is ever deleted.

-- By which channel somebody is reached; the least rank is used first.
CREATE TABLE notice_route (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  -- Of an account, or of whoever has a role at the site.
  account_id bigint REFERENCES account (id),
  staff_role text,
  connection_id bigint NOT NULL REFERENCES connection (id),
  -- Valid against the channel's address schema.
  address jsonb NOT NULL,
  rank smallint NOT NULL CHECK (rank > 0),
  enabled boolean NOT NULL DEFAULT true,
  -- Made by itself from what is known of the person, not set by anybody.
  automatic boolean NOT NULL DEFAULT false,
  version bigint NOT NULL DEFAULT 1,
  CHECK ((account_id IS NULL) <> (staff_role IS NULL))
);
CREATE UNIQUE INDEX notice_route_identity
  ON notice_route (site_id, account_id, staff_role, connection_id, address) NULLS NOT DISTINCT;

-- Written in the transaction of its cause, in the recipient's language.
CREATE TABLE notice (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  account_id bigint REFERENCES account (id),
  -- The account's tenant when it was written: a later one does not see it.
  tenant_id bigint REFERENCES tenant (id),
  staff_role text,
  kind text NOT NULL CHECK (kind IN (
    'low-balance', 'very-low-balance', 'cut-coming', 'cut', 'restored', 'receipt', 'refund', 'repair-item')),
  -- One notice a cause: the low episode, the debt episode, the order.
  cause_key text NOT NULL,
  urgency text NOT NULL CHECK (urgency IN ('normal', 'high')),
  language text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  -- The least level that counts as delivered.
  required_level text NOT NULL CHECK (required_level IN ('accepted', 'delivered', 'read')),
  -- Whether staff must bring it to the door where no channel can.
  door_notice boolean NOT NULL,
  -- The deadline that it names, of a coming cut.
  deadline_at timestamptz,
  created_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'delivered', 'undeliverable')),
  -- When the required level was reached.
  delivered_at timestamptz,
  -- When it was first read, as far as a channel can tell.
  read_at timestamptz,
  -- When its next step is to be decided, by the domain clock; null while nothing is to be decided.
  plan_at timestamptz,
  CHECK ((account_id IS NULL) <> (staff_role IS NULL)),
  CHECK ((account_id IS NULL) = (tenant_id IS NULL)),
  CHECK ((state = 'delivered') = (delivered_at IS NOT NULL)),
  CHECK (kind <> 'cut-coming' OR deadline_at IS NOT NULL)
);
CREATE UNIQUE INDEX notice_cause
  ON notice (site_id, account_id, staff_role, cause_key) NULLS NOT DISTINCT;
CREATE INDEX notice_due ON notice (plan_at) WHERE plan_at IS NOT NULL;
CREATE INDEX notice_account ON notice (account_id, id);
CREATE INDEX notice_tenant ON notice (tenant_id, id);
CREATE INDEX notice_site ON notice (site_id, id);

-- One notice by one route, or brought to the door where the route is null.
CREATE TABLE notice_delivery (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- What channels know it by: also unique after a restore from a backup.
  key uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  notice_id bigint NOT NULL REFERENCES notice (id),
  route_id bigint REFERENCES notice_route (id),
  connection_id bigint REFERENCES connection (id),
  -- Where it was sent to, whatever becomes of the route.
  address jsonb,
  state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'undeliverable', 'door')),
  attempts integer NOT NULL DEFAULT 0,
  -- The next attempt by the wall clock; during one, when it is given up for lost.
  attempt_at timestamptz,
  -- When each level was reached, by the domain clock.
  accepted_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  reference text,
  detail text,
  -- Who brought it to the door.
  confirmed_by text,
  UNIQUE NULLS NOT DISTINCT (notice_id, route_id),
  CHECK ((route_id IS NULL) = (connection_id IS NULL)),
  CHECK ((route_id IS NULL) = (address IS NULL)),
  CHECK ((state = 'queued') = (attempt_at IS NOT NULL)),
  CHECK (state <> 'door' OR route_id IS NULL)
);
CREATE INDEX notice_delivery_due ON notice_delivery (attempt_at) WHERE attempt_at IS NOT NULL;

GRANT SELECT, INSERT ON notice_route, notice, notice_delivery TO busbar_app;
GRANT UPDATE (rank, enabled, version) ON notice_route TO busbar_app;
GRANT UPDATE (state, delivered_at, read_at, plan_at) ON notice TO busbar_app;
GRANT UPDATE (state, attempts, attempt_at, accepted_at, delivered_at, read_at, reference, detail, confirmed_by)
  ON notice_delivery TO busbar_app;
