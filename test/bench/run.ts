import { parseArgs } from 'node:util'

/** Every bench by name. */
const benches = {
  ingest: () => import('./ingest.ts'),
  ledger: () => import('./ledger.ts'),
  latency: () => import('./latency.ts'),
  start: () => import('./start.ts'),
  analytics: () => import('./analytics.ts'),
  isolation: () => import('./isolation.ts'),
  field: () => import('./field.ts'),
} as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    /** How long the latency bench samples. */
    seconds: { type: 'string', default: '60' },
  },
})
const seconds = Number(values.seconds)
if (!Number.isInteger(seconds) || seconds < 1) {
  process.stderr.write('--seconds takes a whole number above 0.\n')
  process.exit(2)
}
const names = positionals.length > 0 ? positionals : Object.keys(benches)
for (const name of names) {
  if (!(name in benches)) {
    process.stderr.write(`No bench "${name}": there are ${Object.keys(benches).join(', ')}.\n`)
    process.exit(2)
  }
}
for (const name of names) {
  const bench = await benches[name as keyof typeof benches]()
  await bench.run({ json: values.json, seconds })
}
