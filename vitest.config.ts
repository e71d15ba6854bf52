import { defineConfig } from 'vitest/config'
import { mutate } from './test/mutants/plugin.ts'

// Tests against foreign peers (*.peer.test.ts) need programs that a plain machine has not, or minutes of all of it, as
// the demo does; .ci/run installs them and sets BUSBAR_PEERS=1.
const peers = process.env.BUSBAR_PEERS === '1'

// `npm run mutants` plants one mistake in one file, for the time of a run.
const mutant = process.env.BUSBAR_MUTANT ?? ''

export default defineConfig({
  plugins: mutant === '' ? [] : [mutate(mutant)],
  test: {
    include: ['{core,protocols,plugins,examples,test,ui}/**/*.test.ts'],
    // Templates are tested as what is scaffolded from them: test/cli/plugin-new.test.ts.
    exclude: [
      '**/node_modules/**',
      'examples/plugin-templates/**',
      ...(peers ? [] : ['**/*.peer.test.ts']),
    ],
    // A mistake must not outlive its run in the cache of transformed modules.
    fsModuleCache: mutant === '',
    setupFiles: mutant === '' ? [] : ['test/mutants/setup.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Processes, not threads: tests kill servers, bind ports and count handles.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The report is what docs/requirements.md is made from.
    reporters: ['default', 'json'],
    outputFile: { json: `node_modules/.cache/busbar/tests${peers ? '-peers' : ''}.json` },
  },
})
