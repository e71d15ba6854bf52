import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { removeEmbedded } from '../../core/persistence/embedded.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** A machine that does much besides takes minutes to build the pages and to move the building in. */
const READY_WITHIN_MS = 480_000
const STOP_WITHIN_MS = 60_000

/** Somebody whom a visitor of the demo may be. */
interface Login {
  readonly email: string
  readonly password: string
  readonly role: string
}

/** The demo building at full speed, as `npm start` runs it, on data of its own. */
export interface Demo {
  readonly url: string
  /** @throws where nobody of the demo has the role */
  loginAs(role: string): Login
  stop(): Promise<void>
}

/** @param path where programs are found */
export async function startDemo({ path }: { readonly path: string | undefined }): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'busbar-demo-'))
  // As root, PostgreSQL's user must get in.
  chmodSync(dataDir, 0o755)
  const child = spawn(process.execPath, [join(ROOT, 'core/bin/bootstrap.mjs'), 'start'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: path, HOME: dataDir, BUSBAR_DATA_DIR: dataDir, NO_COLOR: '1' },
  })
  const ended = once(child, 'close')
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-20_000)
    })
  async function stop(): Promise<void> {
    if (child.exitCode === null) child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    await ended
    clearTimeout(timer)
    await removeEmbedded({ dataDir: join(dataDir, 'demo') })
    rmSync(dataDir, { recursive: true, force: true })
  }
  const deadline = performance.now() + READY_WITHIN_MS
  /** Looks twice a second until there is something. */
  async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const found = await look()
      if (found !== undefined) return found
      if (child.exitCode !== null || performance.now() > deadline) {
        await stop()
        throw new Error(`The demo came to no ${what}. It printed:\n${output.slice(-3_000)}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
  const url = await until(
    'readiness',
    async () => /Busbar is ready at (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1],
  )
  // The building moves in after the core is ready.
  const demoLogins = await until('tenants', async () => {
    const response = await fetch(`${url}/api/v1/instance`)
    const told = (await response.json()) as { readonly demoLogins: readonly Login[] }
    return told.demoLogins.some(({ role }) => role === 'tenant') ? told.demoLogins : undefined
  })
  return {
    url,
    loginAs(role) {
      const found = demoLogins.find((login) => login.role === role)
      if (found === undefined)
        throw new Error(`Nobody of the demo is ${role}: ${demoLogins.map((one) => one.role)}.`)
      return found
    },
    stop,
  }
}
