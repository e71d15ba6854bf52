-- Second factors, disabled people and the language that somebody reads. The columns and the table are the identity
-- library's, as those of 0008.

ALTER TABLE auth_user
  ADD COLUMN "twoFactorEnabled" boolean,
  -- Tag such as zh-CN; null: nobody has said.
  ADD COLUMN "language" text,
  -- Since when they cannot sign in; null: they can.
  ADD COLUMN "disabledAt" timestamptz;

CREATE TABLE auth_two_factor (
  "id" text NOT NULL PRIMARY KEY,
  "secret" text NOT NULL,
  "backupCodes" text NOT NULL,
  "userId" text NOT NULL REFERENCES auth_user ("id") ON DELETE CASCADE,
  "verified" boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
CREATE INDEX "auth_two_factor_secret_idx" ON auth_two_factor ("secret");
CREATE INDEX "auth_two_factor_userId_idx" ON auth_two_factor ("userId");

GRANT SELECT, INSERT, UPDATE, DELETE ON auth_two_factor TO busbar_app;
