-- People invited by e-mail to a role. Of the two tokens, that of the e-mail and that of the link told to who invited,
-- only the hashes are kept: the first proves the mailbox, the second does not.

CREATE TABLE invitation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL CHECK (email = lower(email)),
  role text NOT NULL CHECK (role IN (
    'owner', 'manager', 'cashier', 'accountant', 'technician', 'auditor', 'tenant', 'integrator')),
  -- Null: at every site.
  site_id bigint REFERENCES site (id),
  tenant_id bigint REFERENCES tenant (id),
  language text,
  link_hash text NOT NULL UNIQUE,
  mail_hash text NOT NULL UNIQUE,
  invited_by text NOT NULL REFERENCES auth_user ("id"),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  accepted_by text REFERENCES auth_user ("id"),
  revoked_at timestamptz,
  CHECK ((role = 'tenant') = (tenant_id IS NOT NULL)),
  CHECK (tenant_id IS NULL OR site_id IS NOT NULL),
  CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
  CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
CREATE INDEX ON invitation (site_id, id);

GRANT SELECT ON invitation TO busbar_app;
GRANT INSERT (email, role, site_id, tenant_id, language, link_hash, mail_hash, invited_by, expires_at) ON invitation
  TO busbar_app;
GRANT UPDATE (accepted_at, accepted_by, revoked_at) ON invitation TO busbar_app;
