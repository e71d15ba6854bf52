-- Every configuration that was ever kept, each a version of its own; secrets are sealed. What is in force stands in
-- plugin_config and connection, and is the last version here.
CREATE TABLE plugin_config_version (
  plugin_id text NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  config jsonb NOT NULL,
  -- Version of the plugin's configuration schema that it was kept by.
  config_version integer NOT NULL CHECK (config_version > 0),
  kept_at timestamptz NOT NULL DEFAULT now(),
  -- Who kept it; null: it was kept before versions were.
  kept_by text,
  restored_from integer,
  PRIMARY KEY (plugin_id, number),
  FOREIGN KEY (plugin_id, restored_from) REFERENCES plugin_config_version (plugin_id, number)
);

CREATE TABLE connection_config_version (
  connection_id bigint NOT NULL REFERENCES connection (id),
  number integer NOT NULL CHECK (number > 0),
  config jsonb NOT NULL,
  kept_at timestamptz NOT NULL DEFAULT now(),
  kept_by text,
  restored_from integer,
  PRIMARY KEY (connection_id, number),
  FOREIGN KEY (connection_id, restored_from) REFERENCES connection_config_version (connection_id, number)
);

INSERT INTO plugin_config_version (plugin_id, number, config, config_version)
SELECT plugin_id, 1, config, config_version FROM plugin_config WHERE config <> '{}';

INSERT INTO connection_config_version (connection_id, number, config)
SELECT id, 1, config FROM connection;

GRANT SELECT, INSERT ON plugin_config_version, connection_config_version TO busbar_app;
