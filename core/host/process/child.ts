import { Socket } from 'node:net'
import type { BuildingView, DriverEvents, Health, JsonObject, Log } from '../../contracts/index.ts'
import { assert, defined } from '../../kernel/assert.ts'
import { busbarError } from '../../kernel/error.ts'
import { wallClock } from '../../kernel/instant.ts'
import { createSharedIsolate, type Instance, type Isolate } from '../isolate.ts'
import { defaultProcessLimits } from '../limits.ts'
import { createModuleLoader } from '../loader.ts'
import { createChannel } from './channel.ts'
import { disarm } from './disarm.ts'
import { failureError, failureOf } from './failure.ts'
import { createFollowedClock } from './followed-clock.ts'
import { bodyOf, type Frame } from './frames.ts'
import { createGate, type Gate } from './gate.ts'
import { askedTexts } from './kept.ts'
import type {
  ChildHeader,
  Clocks,
  CoreHeader,
  FailureBody,
  HandedEvent,
  LogBody,
  StartBody,
  ViewMethod,
} from './protocol.ts'
import { createTraceBatches, type TraceBatches } from './trace-batches.ts'
import { fenceWorkers } from './workers.ts'

/*
 * The other end of a plugin's own process. It loads the plugin as the core does a shared one, and
 * takes calls from the pipe instead of from the broker. It ends with the pipe: nothing of a plugin
 * outlives the core.
 */

const PIPE = 3
const limits = defaultProcessLimits
const domain = createFollowedClock(wallClock)
const wall = createFollowedClock(wallClock)
const instances = new Map<number, Instance>()
/** By instance, also while it is being made. */
const traces = new Map<number, TraceBatches>()
/** Calls that are being worked on; one that was cancelled is no longer among them. */
const working = new Set<number>()
/** Batches handed over and questions, by id, until the core has said what became of them. */
const handed = new Map<
  number,
  { resolve(answer: unknown): void; refuse(failure: FailureBody): void }
>()
const gate = createGate({ most: limits.emits, mostBytes: limits.emitBytes })
const askGate = createGate({ most: limits.asks, mostBytes: limits.askBytes })
let isolate: Isolate | undefined
let lastId = 0
let notes = { second: 0, count: 0, left: 0 }

disarm()
fenceWorkers()
const channel = createChannel({
  stream: new Socket({ fd: PIPE, readable: true, writable: true }),
  maxFrameBytes: limits.toldBytes,
  maxSentBytes: limits.frameBytes,
  onFrame: receive,
  onJunk: (reason) => process.stderr.write(`From the core came ${reason}.\n`),
  onEnd: () => process.exit(0),
})

// The first word: from here on silence is counted.
pong()

function receive(frame: Frame): void {
  const header = frame.header as CoreHeader
  if ('clocks' in header) follow(header.clocks)
  switch (header.kind) {
    case 'start':
      return void work(header.id, () => start(bodyOf(frame) as StartBody))
    case 'call':
      return void work(header.id, () => call(header, bodyOf(frame)))
    case 'open':
      return void work(header.id, () => open(header, bodyOf(frame) as JsonObject))
    case 'cancel':
      working.delete(header.id)
      return
    case 'dispose':
      instances.get(header.instance)?.dispose()
      instances.delete(header.instance)
      traces.delete(header.instance)
      return
    case 'trace':
      traces.get(header.instance)?.turn(header.isOn)
      return
    case 'kept':
      handed.get(header.id)?.resolve(undefined)
      return
    case 'told':
      handed.get(header.id)?.resolve(bodyOf(frame))
      return
    case 'rejected':
      handed.get(header.id)?.refuse(bodyOf(frame) as FailureBody)
      return
    case 'ping':
      pong()
      return
    case 'end':
      void end()
  }
}

function pong(): void {
  say({ kind: 'pong' }, { residentBytes: process.memoryUsage.rss() })
}

function follow(clocks: Clocks): void {
  domain.follow(clocks.domain)
  wall.follow(clocks.wall)
}

function say(header: ChildHeader, body?: unknown): void {
  channel.prepare(header, body).send()
}

/** Runs what was asked and answers it, unless nobody waits any more. */
async function work(id: number, run: () => Promise<unknown>): Promise<void> {
  working.add(id)
  try {
    const result = await run()
    if (working.has(id)) say({ kind: 'answer', id }, result)
  } catch (thrown) {
    if (working.has(id)) say({ kind: 'failure', id }, failureOf(thrown))
  } finally {
    working.delete(id)
  }
}

async function start({
  id,
  entry,
  contributions,
  config,
  keeps,
  ...time
}: StartBody): Promise<void> {
  assert(!isolate, 'a process has one plugin')
  isolate = await createSharedIsolate({
    ...{ config, secrets: [], generation: 0, loader: createModuleLoader(), limits: time },
    manifest: { id, entry, contributions },
    // What comes was frozen where it was read, and what goes is copied where it is written.
    boundary: (value) => value,
    ...{ log: loggedByCore(), clock: domain.clock, wallClock: wall.clock },
    ...(keeps && {
      kept: () => askedTexts((method, body) => hand(askGate, { kind: 'text', method }, body)),
    }),
  })
}

async function call(
  { point, type, method, instance }: Extract<CoreHeader, { readonly kind: 'call' }>,
  request: unknown,
): Promise<unknown> {
  if (instance === undefined)
    return defined(isolate, 'the plugin').call({ point, type, method, request })
  const found = instances.get(instance)
  if (found) return found.call({ method, request })
  throw busbarError('plugin-not-available', { detail: 'The connection is closed.' })
}

async function open(
  { point, type, instance, id, traced }: Extract<CoreHeader, { readonly kind: 'open' }>,
  options: JsonObject,
): Promise<void> {
  const trace = createTraceBatches({
    isOn: traced,
    send: (batch) => emit(instance, 'trace', batch),
  })
  traces.set(instance, trace)
  const opened = await defined(isolate, 'the plugin').open({
    ...{ point, type, options, secrets: [], trace },
    ...(point === 'meterDrivers' && { events: eventsOf(instance) }),
    ...(point === 'buildingGateways' && { building: viewOf(instance) }),
  })
  if (working.has(id)) instances.set(instance, opened)
  else opened.dispose()
}

type Handed = Extract<ChildHeader, { readonly kind: 'emit' | 'ask' | 'text' }>
/** What goes to the core and is answered, before it has its number. */
type HandedOver = Handed extends infer H ? (H extends Handed ? Omit<H, 'id'> : never) : never

/** Waits for room, then for the core's word. */
async function hand(through: Gate, header: HandedOver, body: unknown): Promise<unknown> {
  lastId += 1
  const id = lastId
  const settled = Promise.withResolvers<unknown>()
  // Copied now: what the plugin does to its objects while it waits for room is its own affair.
  const frame = channel.prepare({ ...header, id }, body)
  const leave = await through.enter(frame.bytes)
  handed.set(id, {
    resolve: settled.resolve,
    refuse: (failure) => settled.reject(failureError(failure)),
  })
  try {
    frame.send()
    return await settled.promise
  } finally {
    handed.delete(id)
    leave()
  }
}

const healthOf = (instance: number) => (health: Health) => {
  if (mayNote()) say({ kind: 'health', instance }, health)
}

/** Each batch waits for room, then for the core's word. */
async function emit(instance: number, event: HandedEvent, body: unknown): Promise<void> {
  await hand(gate, { kind: 'emit', instance, event }, body)
}

/** A driver's way back. */
function eventsOf(instance: number): DriverEvents {
  return {
    snapshots: (batch) => emit(instance, 'snapshots', batch),
    malformed: (input) => emit(instance, 'malformed', input),
    health: healthOf(instance),
  }
}

/** The building as a gateway's connection sees it: each question goes to the core. */
function viewOf(instance: number): BuildingView {
  // What the core answers is believed.
  const ask = <Answer>(method: ViewMethod, body?: unknown): Promise<Answer> =>
    hand(askGate, { kind: 'ask', instance, method }, body) as Promise<Answer>
  return {
    snapshot: () => ask('snapshot'),
    changes: (request) => ask('changes', request),
    history: (request) => ask('history', request),
    write: (request) => ask('write', request),
    health: healthOf(instance),
  }
}

/** The plugin's log: lines go to the core, which takes secrets out and names the plugin. */
function loggedByCore(): Log {
  const write =
    (level: keyof Log) =>
    (message: string, fields: JsonObject = {}): void => {
      if (!mayNote()) return
      const { connectionId, data } = fields
      const readable = typeof data === 'object' && data !== null && !Array.isArray(data)
      const line: LogBody = {
        message: message.slice(0, 2_000),
        ...(readable && { data: data as JsonObject }),
      }
      say(
        {
          ...{ kind: 'log', level },
          connectionId: typeof connectionId === 'string' ? connectionId.slice(0, 200) : null,
        },
        line,
      )
    }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

/** Half of what the core puts up with in a second; the rest is left out here, and that is told. */
function mayNote(): boolean {
  const second = Math.floor(performance.now() / 1_000)
  if (second !== notes.second) {
    const { left } = notes
    notes = { second, count: 0, left: 0 }
    if (left > 0)
      say(
        { kind: 'log', level: 'warn', connectionId: null },
        { message: `${left} log lines and healths were left out: there were too many at once.` },
      )
  }
  notes.count += 1
  if (notes.count <= limits.notes / 2) return true
  notes.left += 1
  return false
}

/** Everybody is told to stop, what was said is written, and that is all. */
async function end(): Promise<void> {
  for (const instance of instances.values()) instance.dispose()
  await isolate?.dispose()
  await channel.finish()
  process.exit(0)
}
