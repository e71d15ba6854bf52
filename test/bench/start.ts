import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeEmbedded } from '../../core/persistence/embedded.ts'
import { startCore } from '../support/core-process.ts'
import { median, report } from './rounds.ts'

const STARTS = 5
const READY_BAR_MS = 3_000
const RSS_BAR_MB = 250
const KB_PER_MB = 1_024

/**
 * Cold start to ready, on a database that is made and migrated already and with the code that the launcher keeps
 * compiled, and the core's resident memory then.
 */
export async function run({ json }: { readonly json: boolean }): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'busbar-bench-'))
  // As root, PostgreSQL's user must get in.
  chmodSync(dataDir, 0o755)
  try {
    await startOnce(dataDir)
    const starts = []
    for (let turn = 0; turn < STARTS; turn += 1) starts.push(await startOnce(dataDir))
    const readyMs = Math.round(median(starts.map((one) => one.readyMs)))
    const rssMb = Math.round(median(starts.map((one) => one.rssMb)))
    const postgresMs = Math.round(median(starts.map((one) => one.postgresMs)))
    report({
      title: `start: median of ${STARTS}; of the time PostgreSQL took ${postgresMs} ms by its own log; its memory is apart`,
      rows: [
        {
          what: 'spawn to ready, ms',
          value: readyMs,
          bar: READY_BAR_MS,
          met: met(readyMs, READY_BAR_MS),
        },
        {
          what: 'resident memory of the core, MB',
          value: rssMb,
          bar: RSS_BAR_MB,
          met: met(rssMb, RSS_BAR_MB),
        },
      ],
      result: { readyMs, rssMb, postgresMs },
      json,
    })
  } finally {
    await removeEmbedded({ dataDir })
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const met = (value: number, bar: number) => (value < bar ? 'yes' : 'NO')

async function startOnce(dataDir: string) {
  const core = await startCore({ env: { BUSBAR_DATA_DIR: dataDir, BUSBAR_LOG_LEVEL: 'warn' } })
  try {
    const rssMb = residentMb(core.pid)
    return { readyMs: core.readyMs, rssMb, postgresMs: postgresStartMs(dataDir) }
  } finally {
    await core.stop()
  }
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / KB_PER_MB
}

/** What PostgreSQL's own log says of its latest start, whose lines begin with the time. */
function postgresStartMs(dataDir: string): number {
  const lines = readFileSync(join(dataDir, 'postgres.log'), 'utf8').split('\n')
  const timeOf = (text: string) => {
    const [time] = /^\S+ \S+/.exec(lines.findLast((line) => line.includes(text)) ?? '') ?? []
    return Date.parse(`${time?.replace(' ', 'T')}Z`)
  }
  return timeOf('ready to accept connections') - timeOf('starting PostgreSQL')
}
