-- What the management tells everybody in a building.
CREATE TABLE announcement (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  title text NOT NULL CHECK (title <> ''),
  text text NOT NULL CHECK (text <> ''),
  "from" timestamptz(3) NOT NULL,
  -- Null: until it is removed.
  until timestamptz(3),
  audience text NOT NULL DEFAULT 'both' CHECK (audience IN ('portal', 'kiosk', 'both')),
  archived_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  CHECK (until > "from")
);
CREATE INDEX announcement_of_site ON announcement (site_id, "from", id);
CREATE INDEX announcement_by_from ON announcement ("from", id);

GRANT SELECT, INSERT ON announcement TO busbar_app;
GRANT UPDATE (title, text, "from", until, audience, archived_at, version) ON announcement TO busbar_app;
