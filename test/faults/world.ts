import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { errorMessage } from '../../core/kernel/error.ts'
import { type CoreProcess, startCore } from '../support/core-process.ts'
import { createClient, type HouseClient } from './client.ts'
import { type Databases, embeddedDatabase, sharedDatabase } from './databases.ts'
import { readEvidence } from './evidence.ts'
import { buildHouse, type House, meterSpecs, type Unit, type UnitSpec } from './house.ts'
import { createMqttWire } from './mqtt-wire.ts'
import { damagesIn } from './oracle.ts'
import { createPostgresWire } from './postgres-wire.ts'
import { createSteps, type Steps } from './steps.ts'
import { type FaultySurroundings, startFaultySurroundings } from './surroundings.ts'
import type { Evidence } from './testimony.ts'
import { createTollgate, type Toll, type Tollgate } from './tollgate.ts'
import { createHttpWire, type Wire } from './wire.ts'
import { createCoreWitness, createDeviceWitness, type RelayCommand } from './witness.ts'

export interface WorldOptions {
  readonly units: readonly UnitSpec[]
  /** `shared`: the run's one server, behind a gate. `embedded`: the core's own, which it starts itself. */
  readonly database?: 'shared' | 'embedded'
  readonly preload?: readonly URL[]
  readonly env?: Readonly<Record<string, string>>
}

/** Whether it is so; where that alone explains no failure, with what was seen. */
export type Seen = boolean | { readonly done: boolean; readonly seen: unknown }

/** The real core, its building and its payment channel in processes of their own, and gates between them. */
export interface World {
  readonly house: House
  readonly client: HouseClient
  readonly surroundings: FaultySurroundings
  readonly steps: Steps
  readonly gates: {
    /** Null where the core runs its own server. */
    readonly database: Tollgate | null
    readonly broker: Tollgate
    readonly channel: Tollgate
  }
  readonly databases: Databases
  core(): CoreProcess
  /** The end of what the core has logged, and the core that was killed before it. */
  saidLast(): string
  kill(): Promise<void>
  /** Starts the core on the data and the port that it had. */
  start(): Promise<void>
  /** Past every gate, as the application's login. */
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /**
   * Looks until it is so; a look that throws, as while the database is away, is made again.
   * @throws after `withinMs`, with what it was about, what was seen last and what the core said last
   */
  until(what: string, look: () => Promise<Seen> | Seen, withinMs?: number): Promise<void>
  /**
   * The broker has forgotten what it had not delivered: from now on what the core has acknowledged counts, instead of
   * what the broker has.
   */
  brokerForgot(): void
  /** What a unit's relay has been told. */
  commandsTo(unit: Unit): readonly RelayCommand[]
  evidence(): Promise<Evidence>
  /** What the oracle has to say. */
  damages(): Promise<readonly string[]>
  close(): Promise<void>
}

export async function createWorld(options: WorldOptions): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'busbar-faults-'))
  // As root, PostgreSQL's user must get in.
  chmodSync(dataDir, 0o755)
  const closers: (() => Promise<unknown> | unknown)[] = [
    () => rmSync(dataDir, { recursive: true, force: true }),
  ]
  const close = async () => {
    const failures: unknown[] = []
    // Whatever fails to close keeps nothing else open.
    for (const one of closers.splice(0).reverse())
      await Promise.resolve()
        .then(one)
        .catch((failure: unknown) => failures.push(failure))
    if (failures.length > 0) throw new AggregateError(failures, 'Not all of the world was closed.')
  }
  try {
    return await open(options, { dataDir, closers, close })
  } catch (error) {
    await close()
    throw error
  }
}

interface Place {
  readonly dataDir: string
  readonly closers: (() => Promise<unknown> | unknown)[]
  close(): Promise<void>
}

async function open(options: WorldOptions, place: Place): Promise<World> {
  const { dataDir, closers, close } = place
  const bornAt = Math.floor(Date.now() / 1_000) * 1_000
  const devices = createDeviceWitness()
  const witness = createCoreWitness()
  const surroundings = await startFaultySurroundings({
    dataDir,
    bornAt,
    devices: meterSpecs(options.units).map(({ device }) => device),
    deviceTolls: [devices.toll],
  })
  closers.push(() => surroundings.stop())
  const core = createCoreKeeper(() => steps.rest())
  const steps = createSteps({ strike: () => void core.kill() })
  closers.push(() => core.kill())
  const databases =
    options.database === 'embedded' ? embeddedDatabase({ dataDir }) : await sharedDatabase()
  closers.push(() => databases.remove())
  const tolls = { all: [steps.toll], broker: [steps.toll, witness.toll] }
  const gates = await openGates({ surroundings, databases, tolls, closers })
  const start = () =>
    core.start({
      env: {
        ...{ BUSBAR_DATA_DIR: dataDir, BUSBAR_LOG_LEVEL: 'warn', DATABASE_POOL_MAX: '6' },
        ...databases.envBy(gates.database?.port ?? null),
        ...options.env,
      },
      preload: options.preload ?? [],
    })
  await start()
  const house = await buildHouse({
    url: core.running().url,
    token: await core.running().setupToken(),
    units: options.units,
    bornAt,
    brokerPort: gates.broker.port,
    channelPort: gates.channel.port,
  })
  const { sql, end } = createOutsideView(databases)
  closers.push(end)
  const client = createClient({ house, sql })
  const until = createPatience(core.saidLast)
  let forgotten = false
  const evidence = async () => {
    const acknowledged = forgotten ? witness.acknowledged : devices.acknowledged
    const sources = { dataDir, house, surroundings, devices, client, acknowledged }
    return { ...(await readEvidence(sources)), url: databases.url() }
  }
  await until('the first readings', () => areReporting(house, sql))
  devices.begin()
  witness.begin()
  return {
    ...{ house, client, surroundings, steps, gates, databases, sql, until, close, start, evidence },
    core: core.running,
    saidLast: core.saidLast,
    kill: core.kill,
    brokerForgot() {
      forgotten = true
    },
    commandsTo: ({ device }) => devices.commands.filter((command) => command.device === device),
    damages: async () => damagesIn(await evidence()),
  }
}

/** The core from start to start, on one port. */
function createCoreKeeper(beforeStart: () => void) {
  let core: CoreProcess | null = null
  let before: CoreProcess | null = null
  const running = () => {
    if (core === null) throw new Error('The core has not been started.')
    return core
  }
  return {
    running,
    saidLast: () =>
      [
        `The core (${core?.isRunning() ? 'running' : 'not running'}) said last:`,
        core?.complaints() || '(nothing)',
        ...(before === null ? [] : ['The one before it:', before.complaints() || '(nothing)']),
      ].join('\n'),
    kill: async () => core?.kill(),
    async start(options: Omit<Parameters<typeof startCore>[0], 'port'>) {
      beforeStart()
      const port = core === null ? {} : { port: Number(new URL(core.url).port) }
      before = core
      core = await startCore({ ...options, ...port })
    },
  }
}

async function openGates({
  surroundings,
  databases,
  tolls,
  closers,
}: {
  readonly surroundings: FaultySurroundings
  readonly databases: Databases
  readonly tolls: { readonly all: readonly Toll[]; readonly broker: readonly Toll[] }
  readonly closers: Place['closers']
}): Promise<World['gates']> {
  const gate = async (targetPort: number, wire: () => Wire, own: readonly Toll[]) => {
    const made = await createTollgate({ targetPort, wire, tolls: own })
    closers.push(() => made.close())
    return made
  }
  const { port } = databases
  return {
    broker: await gate(surroundings.brokerPort, createMqttWire, tolls.broker),
    channel: await gate(surroundings.channelPort, createHttpWire, tolls.all),
    database: port === null ? null : await gate(port, createPostgresWire, tolls.all),
  }
}

function createPatience(saidLast: () => string): World['until'] {
  return async (what, look, withinMs = 60_000) => {
    const deadline = performance.now() + withinMs
    for (;;) {
      const { done, seen } = await seenBy(look)
      if (done) return
      if (performance.now() > deadline) {
        const last = seen === undefined ? '' : ` Seen last: ${JSON.stringify(seen)}.`
        throw new Error(`${what}: not within ${withinMs} ms.${last}\n${saidLast()}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function seenBy(look: () => Promise<Seen> | Seen) {
  try {
    const seen = await look()
    return typeof seen === 'boolean' ? { done: seen, seen: undefined } : seen
  } catch (thrown) {
    return { done: false, seen: errorMessage(thrown) }
  }
}

/** Whether every device that is acknowledged has been read. */
async function areReporting({ units }: House, sql: World['sql']): Promise<Seen> {
  const reporting = units.filter(({ kind }) => kind === 'shelly-1pm')
  const seen = await sql(
    'SELECT DISTINCT register_id::text FROM reading WHERE register_id = ANY ($1)',
    [reporting.map(({ registerId }) => registerId)],
  )
  return { done: seen.length === reporting.length, seen }
}

/** A pool past every gate; a server that was started anew may be elsewhere. */
function createOutsideView(databases: Databases) {
  let pool: Pool | null = null
  let at = ''
  const look = () => {
    const url = databases.url()
    if (pool !== null && url === at) return pool
    void pool?.end()
    at = url
    pool = new Pool({ connectionString: url, max: 3, connectionTimeoutMillis: 10_000 })
    pool.on('error', () => undefined)
    return pool
  }
  return {
    sql: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await look().query<Row>(text, [...values])).rows,
    end: async () => pool?.end(),
  }
}
