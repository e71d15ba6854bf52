-- Which version of its configuration schema a plugin's settings were saved by: older ones are migrated when it is loaded.
ALTER TABLE plugin_config
  ADD COLUMN config_version integer NOT NULL DEFAULT 1 CHECK (config_version > 0);
