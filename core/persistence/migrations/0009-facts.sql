-- What happened, for whoever listens. Appended in the transaction of what it tells of, so it is told if and only if that
-- committed. Ids do not come in the order of commits: readers stay below the oldest running transaction.
CREATE TABLE fact (
  id bigint GENERATED ALWAYS AS IDENTITY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  site_id bigint,
  -- Whose business it is; null: the site's.
  tenant_id bigint,
  topic text NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (xid, id)
);

GRANT SELECT, INSERT (site_id, tenant_id, topic, type, data) ON fact TO busbar_app;
