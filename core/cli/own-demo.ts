import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoRunner } from '../flow/demo/ports.ts'
import { errorMessage } from '../kernel/error.ts'
import type { Clock } from '../kernel/instant.ts'
import { type Demo, type RunningDemo, startDemo } from './demo.ts'

type Standing = ReturnType<DemoRunner['standing']>

export interface OwnDemo extends DemoRunner {
  /** Lets it run once the instance serves: at once where it was begun in an earlier run. */
  serve(request: { readonly apiUrl: string }): void
  stop(): Promise<void>
}

const STILL: Standing = Object.freeze({ state: 'idle', step: null, detail: null, logins: [] })
const LOADING: Standing = Object.freeze({ ...STILL, state: 'loading' })

/**
 * The demo building in an instance of somebody's own. It lives by the wall clock, as everything else there does. What is
 * begun is remembered in the data folder, with the invitation of its owner until that is used.
 */
export function createOwnDemo(options: {
  readonly demo: Demo
  /** Folder of the demo's own; made when it is begun. */
  readonly folder: string
  readonly wallClock: Clock
}): OwnDemo {
  const { demo, folder, wallClock } = options
  const path = join(folder, 'loaded.json')
  const listeners: (() => void)[] = []
  const { promise: served, resolve: nowServed } = Promise.withResolvers<string>()
  let standing: Standing = kept(path) === null ? STILL : LOADING
  let running: RunningDemo | null = null
  let stopping = false

  function change(to: Partial<Standing>): void {
    standing = Object.freeze({ ...standing, ...to })
    for (const tell of listeners) tell()
  }

  function run(url: string, invitation: string): void {
    change(LOADING)
    const now = wallClock.now()
    const started = startDemo({
      ...{ demo, apiUrl: url, ownerToken: null, invitation, dataDir: folder },
      clock: { startAt: now, rate: 1, wallAt: now },
      // Its passwords belong in no journal.
      quiet: true,
      onStep: (step) => change({ step }),
      onLogins: (logins) => change({ state: 'running', step: null, logins }),
    })
    running = started
    void started.ended.then(({ failure }) => {
      if (!stopping) change({ ...STILL, state: 'failed', detail: failure })
    })
  }

  return {
    standing: () => standing,
    onChange: (tell) => void listeners.push(tell),

    async begin({ invite }) {
      if (standing.state === 'loading' || standing.state === 'running') return
      const before = standing
      change(LOADING)
      try {
        const invitation = await invite({ email: demo.owner })
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        keep(path, { invitation })
        run(await served, invitation)
      } catch (thrown) {
        change(before.state === 'idle' ? STILL : { ...before, detail: errorMessage(thrown) })
        throw thrown
      }
    },

    serve({ apiUrl }) {
      nowServed(apiUrl)
      const begun = kept(path)
      if (begun !== null && running === null) run(apiUrl, begun.invitation)
    },

    async stop() {
      stopping = true
      await running?.stop()
    },
  }
}

interface Kept {
  readonly invitation: string
}

/** Whole or not at all, for this user alone to read. */
function keep(path: string, value: Kept): void {
  writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

function kept(path: string): Kept | null {
  if (!existsSync(path)) return null
  const { invitation } = JSON.parse(readFileSync(path, 'utf8')) as { invitation?: unknown }
  return { invitation: typeof invitation === 'string' ? invitation : '' }
}
