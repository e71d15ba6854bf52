import type {
  BuildingView,
  Clock,
  ContributionBase,
  DriverEvents,
  ExtensionPoint,
  JsonObject,
  KeptTexts,
  Log,
  Trace,
} from '../../contracts/index.ts'
import { busbarError } from '../../kernel/error.ts'
import { wallClock } from '../../kernel/instant.ts'
import type { Instance, Isolate } from '../isolate.ts'
import { defaultCallLimits } from '../limits.ts'
import { createManifestReader, type Manifest } from '../manifest.ts'
import { type PointId, pointIds, pointSpecs } from '../points.ts'
import type { TraceRecorder } from '../traces.ts'
import { createProcessIsolate } from './isolate.ts'

/** How soon a process is told that a suite has turned a trace on or off. */
const LOOK_MS = 50

/** What `create` is given, of any extension point. */
interface CreateOptions {
  readonly connectionId: string
  readonly log: Log
  readonly signal: AbortSignal
  readonly clock?: Clock
  readonly events?: DriverEvents
  readonly building?: BuildingView
  readonly trace?: Trace
}

const silent: Log = Object.freeze({
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
})

/** A contribution that runs in a process of its own, whatever isolation its manifest asks for. */
export interface Apart<C extends ContributionBase> {
  /**
   * In its contract's own shape. All that it creates is in one process, as in the host, and ends when
   * its signal is aborted; clock and log of the process are those that were handed in last.
   */
  readonly contribution: C
  /** Ends the process. */
  close(): Promise<void>
}

/**
 * Runs a plugin's contribution as the host does where isolation is `process`: by the same
 * supervisor, over the same pipe, under the same permissions. The process starts at the first call.
 * @param options.directory the plugin's folder
 * @throws `plugin-manifest-invalid` and its like; `not-found` where it is not declared
 */
export async function runApart<C extends ContributionBase>(options: {
  readonly directory: string
  readonly point: ExtensionPoint<C>
  readonly type: string
  /** The plugin's own configuration. */
  readonly config?: JsonObject
  /** Methods that its contract lets it do without, and it does; nobody can tell from here. */
  readonly without?: readonly string[]
  /** What it keeps of its own; without it, it cannot. */
  readonly kept?: KeptTexts
}): Promise<Apart<C>> {
  const { directory, type, config = {}, without = [], kept } = options
  const offered = (methods: object) =>
    Object.keys(methods).filter((method) => !without.includes(method))
  const manifest = await (await createManifestReader()).read({ directory })
  const point = declared(manifest, options.point.id, type)
  let given: { readonly log: Log; readonly clock: Clock } = { log: silent, clock: wallClock }
  let started: Isolate | undefined
  const clock: Clock = { now: () => given.clock.now() }
  const isolate = (): Isolate => {
    started ??= createProcessIsolate({
      ...{ manifest, config, secrets: [], limits: defaultCallLimits },
      ...{ clock, wallClock: clock, monotonic: () => performance.now() },
      ...(kept && { kept: () => kept }),
      log: {
        debug: (message, data) => given.log.debug(message, data),
        info: (message, data) => given.log.info(message, data),
        warn: (message, data) => given.log.warn(message, data),
        error: (message, data) => given.log.error(message, data),
      },
    })
    return started
  }

  const contribution: Record<string, unknown> = { type }
  for (const method of offered(pointSpecs[point].contribution))
    contribution[method] = async (request: unknown) =>
      isolate().call({ point, type, method, request })
  const methods = offered(pointSpecs[point].instance)
  if (methods.length > 0)
    contribution.create = ({ log, clock: shown = wallClock, ...rest }: CreateOptions) => {
      given = { log, clock: shown }
      return instanceOf({ point, type, methods, isolate: isolate(), given: rest })
    }
  return Object.freeze({
    // The shape of each extension point is in pointSpecs; the conformance suites hold it to its types.
    contribution: contribution as unknown as C,
    close: async () => {
      await started?.dispose()
    },
  })
}

function declared(manifest: Manifest, pointId: string, type: string): PointId {
  const point = pointIds.find((known) => known === pointId)
  const found = manifest.contributions.some((one) => one.point === point && one.type === type)
  if (point && found) return point
  throw busbarError('not-found', {
    detail: `plugin.json of "${manifest.id}" declares no ${pointId}/${type}.`,
  })
}

/** The instance in its contract's shape, each method of which waits until it is there. */
function instanceOf(of: {
  readonly point: PointId
  readonly type: string
  readonly methods: readonly string[]
  readonly isolate: Isolate
  readonly given: Omit<CreateOptions, 'log' | 'clock'>
}): Readonly<Record<string, unknown>> {
  const { point, type, methods, isolate, given } = of
  const { signal, events, building, trace, ...options } = given
  const opening: Promise<Instance> = isolate.open({
    ...{ point, type, options, secrets: [] },
    ...(events && { events }),
    ...(building && { building }),
    ...(trace && { trace: recorded(trace) }),
  })
  const dispose = (): void => {
    opening.then(
      (instance) => instance.dispose(),
      () => undefined,
    )
  }
  signal.addEventListener('abort', dispose, { once: true })
  // Told by whichever method is called; a test that calls none has nobody to tell.
  opening.catch(() => undefined)
  // Not frozen: the suites put a proxy around it, as around any driver.
  return Object.fromEntries(
    methods.map((method) => [
      method,
      async (request: unknown) => (await opening).call({ method, request }),
    ]),
  )
}

/** A trace that a suite turns on and off, as the host's recorder: the process has to be told of each turn. */
function recorded(trace: Trace): TraceRecorder {
  return {
    get isOn() {
      return trace.isOn
    },
    add: (entry) => trace.add(entry),
    drop: () => undefined,
    watch: (told) => {
      let last = trace.isOn
      const look = setInterval(() => {
        if (trace.isOn === last) return
        last = trace.isOn
        told(last)
      }, LOOK_MS)
      return () => clearInterval(look)
    },
  }
}
