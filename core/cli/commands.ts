import type { CommandEntry } from './command.ts'

/** Every command, in the order in which help lists them; each is one file beside this one. */
export const commands: Readonly<Record<string, CommandEntry>> = Object.freeze({
  start: {
    summary: 'run Busbar until it is stopped (--empty: without the demo building)',
    options: { '--empty': 'without the demo building: an instance of your own' },
    handlesSignals: true,
    load: () => import('./start.ts'),
  },
  migrate: {
    summary: "bring the database's schema up to date, as its owner",
    load: () => import('./migrate.ts'),
  },
  doctor: {
    summary: 'check what Busbar needs of this machine and its database',
    load: () => import('./doctor.ts'),
  },
  verify: {
    summary: 'work out all charges and balances anew and hold the books against them',
    options: { '--json': 'one JSON object, for programs' },
    load: () => import('./verify.ts'),
  },
  plugin: {
    summary: 'list, check, scaffold, install and remove plugins (busbar plugin --help)',
    hasHelp: true,
    load: () => import('./plugin.ts'),
  },
  bench: {
    summary: 'measure: all benches, or those named (--json for programs)',
    options: {
      'ingest, ledger, latency, start': 'which ones; all without a name',
      '--seconds <n>': 'how long latency samples (default 60)',
      '--json': 'one JSON object, for programs',
    },
    handlesSignals: true,
    load: () => import('./bench.ts'),
  },
})
