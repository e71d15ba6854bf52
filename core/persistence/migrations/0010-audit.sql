-- Who did what, when and from where; denials too. The application can add rows and read them, nothing else.
CREATE TABLE audit_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Sequence order is not commit order: the sealer stays below the oldest running transaction.
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_id text,
  actor_name text,
  ip text,
  operation text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('done', 'denied')),
  site_id bigint,
  subject text NOT NULL,
  before jsonb,
  after jsonb
);
CREATE INDEX audit_event_site ON audit_event (site_id, id);
CREATE INDEX audit_event_xid ON audit_event (xid);

-- One link for each sealed event: a keyed hash over the event and the link before. The key lies outside the database.
CREATE TABLE audit_link (
  no bigint PRIMARY KEY,
  event_id bigint NOT NULL UNIQUE,
  xid xid8 NOT NULL,
  hash bytea NOT NULL
);

GRANT SELECT, INSERT (actor_id, actor_name, ip, operation, outcome, site_id, subject, before, after)
  ON audit_event TO busbar_app;
GRANT SELECT, INSERT ON audit_link TO busbar_app;
