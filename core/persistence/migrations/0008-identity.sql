-- Who can sign in and what they may do. The tables auth_* are the identity library's, with its own column names; a test
-- fails when the library wants more than stands here.

CREATE TABLE auth_user (
  "id" text NOT NULL PRIMARY KEY,
  "name" text NOT NULL,
  "email" text NOT NULL UNIQUE,
  "emailVerified" boolean NOT NULL,
  "image" text,
  "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
  "updatedAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL
);

CREATE TABLE auth_session (
  "id" text NOT NULL PRIMARY KEY,
  "expiresAt" timestamptz NOT NULL,
  "token" text NOT NULL UNIQUE,
  "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
  "updatedAt" timestamptz NOT NULL,
  "ipAddress" text,
  "userAgent" text,
  "userId" text NOT NULL REFERENCES auth_user ("id") ON DELETE CASCADE
);
CREATE INDEX "auth_session_userId_idx" ON auth_session ("userId");

CREATE TABLE auth_account (
  "id" text NOT NULL PRIMARY KEY,
  "accountId" text NOT NULL,
  "providerId" text NOT NULL,
  "userId" text NOT NULL REFERENCES auth_user ("id") ON DELETE CASCADE,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
  "updatedAt" timestamptz NOT NULL
);
CREATE INDEX "auth_account_userId_idx" ON auth_account ("userId");

CREATE TABLE auth_verification (
  "id" text NOT NULL PRIMARY KEY,
  "identifier" text NOT NULL,
  "value" text NOT NULL,
  "expiresAt" timestamptz NOT NULL,
  "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
  "updatedAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE INDEX "auth_verification_identifier_idx" ON auth_verification ("identifier");

CREATE TABLE auth_api_key (
  "id" text NOT NULL PRIMARY KEY,
  "configId" text NOT NULL,
  "name" text,
  "start" text,
  "referenceId" text NOT NULL,
  "prefix" text,
  "key" text NOT NULL,
  "refillInterval" integer,
  "refillAmount" integer,
  "lastRefillAt" timestamptz,
  "enabled" boolean,
  "rateLimitEnabled" boolean,
  "rateLimitTimeWindow" integer,
  "rateLimitMax" integer,
  "requestCount" integer,
  "remaining" integer,
  "lastRequest" timestamptz,
  "expiresAt" timestamptz,
  "createdAt" timestamptz NOT NULL,
  "updatedAt" timestamptz NOT NULL,
  "permissions" text,
  "metadata" text
);
CREATE INDEX "auth_api_key_configId_idx" ON auth_api_key ("configId");
CREATE INDEX "auth_api_key_referenceId_idx" ON auth_api_key ("referenceId");
CREATE INDEX "auth_api_key_key_idx" ON auth_api_key ("key");

CREATE TABLE role_assignment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL REFERENCES auth_user ("id"),
  role text NOT NULL CHECK (role IN (
    'owner', 'manager', 'cashier', 'accountant', 'technician', 'auditor', 'tenant', 'integrator')),
  -- Null: at every site, present and future.
  site_id bigint REFERENCES site (id),
  -- A tenant is a tenant of one site.
  tenant_id bigint REFERENCES tenant (id),
  UNIQUE NULLS NOT DISTINCT (user_id, role, site_id, tenant_id),
  CHECK ((role = 'tenant') = (tenant_id IS NOT NULL)),
  CHECK (tenant_id IS NULL OR site_id IS NOT NULL)
);

-- The one-time link of an instance that nobody owns yet; the token itself is printed and kept nowhere.
CREATE TABLE setup_token (
  id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  hash text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz
);

GRANT SELECT, INSERT, UPDATE, DELETE ON auth_user, auth_session, auth_account, auth_verification, auth_api_key
  TO busbar_app;
GRANT SELECT, INSERT, DELETE ON role_assignment TO busbar_app;
GRANT SELECT, INSERT, UPDATE ON setup_token TO busbar_app;
