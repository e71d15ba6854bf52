import { bad, type ErrorEntry } from './error-entry.ts'

/** Codes of plugins and connections: a part of the catalogue. */
export const ofPlugins = {
  'plugin-manifest-invalid': bad(
    'The plugin manifest is not valid',
    'Mend plugin.json where "errors" points, then reload the plugin.',
    422,
  ),
  'plugin-schema-invalid': bad(
    'A schema of the plugin is not valid',
    'Mend the schema where "errors" points, then reload the plugin.',
    422,
  ),
  'plugin-api-incompatible': bad(
    'The plugin was written for other contracts',
    'Install a version of the plugin that fits the contracts of this Busbar.',
    409,
  ),
  'plugin-duplicate': bad(
    'Another plugin came first with the same id or type',
    'Remove one of the two, or rename the later one.',
    409,
  ),
  'plugin-built-in': bad(
    'The plugin comes with Busbar and cannot be removed',
    'Disable it instead.',
    409,
  ),
  'plugin-load-failed': bad(
    'The plugin could not be loaded',
    'Read the detail, mend or update the plugin, then reload it.',
    502,
  ),
  'plugin-contribution-invalid': bad(
    'The plugin does not contribute what its manifest declares',
    'Make plugin.json and register() agree, then reload the plugin.',
    502,
  ),
  'plugin-install-failed': bad(
    'The plugin could not be installed',
    'Read what npm said. A plugin names @busbar/core among its peerDependencies, not its dependencies.',
    502,
  ),
  'rescan-failed': bad(
    'The running Busbar did not look for plugins',
    'What was installed or removed is so. Check address and key, or send POST /api/v1/plugins/rescan yourself.',
    502,
  ),
  'plugin-call-failed': bad(
    'The plugin failed',
    'Read the detail; a plugin that keeps failing is paused and a repair item opened.',
    502,
  ),
  'plugin-timeout': {
    status: 504,
    title: 'The plugin did not answer in time',
    remedy: 'Ask for the state before you repeat a command: it may have taken effect.',
    // Not by itself: a repeated command acts again.
    retryable: false,
  },
  'plugin-not-available': {
    status: 503,
    title: 'The plugin cannot be called now',
    remedy: 'Look at the state of the plugin and of the connection; try again once they are up.',
    retryable: true,
  },
  'plugin-crashed': {
    status: 503,
    title: "The plugin's process ended",
    remedy:
      'It is started again by itself. Ask for the state before you repeat a command: it may have taken effect.',
    retryable: true,
  },
  'plugin-keeps-crashing': {
    status: 503,
    title: "The plugin's process keeps crashing and was stopped",
    remedy:
      "Read the plugin's log, mend, update or reconfigure the plugin, then reload it: it is not started again by itself.",
    retryable: true,
  },
  'connection-test-failed': bad(
    'The connection test failed',
    'Mend the configuration as the detail says, test it, then save.',
    422,
  ),
} as const satisfies Record<string, ErrorEntry>
