-- Devices that were commissioned at a site, kept as templates for the next of their kind.
CREATE TABLE own_template (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  commissioning_id bigint NOT NULL REFERENCES commissioning (id),
  title text NOT NULL CHECK (title <> ''),
  -- Type of the connections that it is for.
  driver text NOT NULL,
  -- As schemas/resources/device-template.schema.json has it, without id and title.
  template jsonb NOT NULL,
  archived_at timestamptz,
  version bigint NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX own_template_title ON own_template (site_id, title) WHERE archived_at IS NULL;
CREATE INDEX own_template_of_site ON own_template (site_id, driver, id);
CREATE INDEX own_template_by_title ON own_template (title, id);
CREATE INDEX own_template_of_commissioning ON own_template (commissioning_id, id);

GRANT SELECT, INSERT ON own_template TO busbar_app;
GRANT UPDATE (title, archived_at, version) ON own_template TO busbar_app;
