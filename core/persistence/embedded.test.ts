import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defined } from '../kernel/assert.ts'
import { isAlive, runningServer } from './embedded/process.ts'
import { type EmbeddedServer, removeEmbedded, startEmbedded } from './embedded.ts'
import { withClient } from './provision.ts'

const said: string[] = []
const note = (message: string) => said.push(message)
const log = { info: note, warn: note, error: note }
const systemDir = '/var/lib/busbar'

/** Servers of this file run beside the run's own one: keep them small. */
const settings = { shared_buffers: '32MB', wal_buffers: '1MB', max_wal_size: '256MB' }

let folders: string[] = []
let servers: EmbeddedServer[] = []

beforeEach(() => {
  said.length = 0
})

afterEach(async () => {
  for (const server of servers) await server.stop()
  for (const dataDir of folders) {
    await removeEmbedded({ dataDir })
    rmSync(dataDir, { recursive: true, force: true })
  }
  servers = []
  folders = []
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'busbar-test-embedded-'))
  // As root, PostgreSQL's user must get in; the test of a closed folder closes it again.
  chmodSync(folder, 0o755)
  folders.push(folder)
  return folder
}

async function start(dataDir: string, extra: Record<string, string> = {}): Promise<EmbeddedServer> {
  const server = await startEmbedded({
    dataDir,
    systemDir,
    log,
    settings: { ...settings, ...extra },
  })
  servers.push(server)
  return server
}

function query(server: EmbeddedServer, sql: string) {
  return withClient(
    { url: server.urlOf({ login: 'postgres', database: 'postgres' }) },
    async (client) => (await client.query(sql)).rows,
  )
}

/** Never 0: to kill that would be to kill the tests themselves. */
function pidOf({ directory }: { directory: string }): number {
  return defined(runningServer(directory), 'a running server').pid
}

test('the data outlive a stop, and nothing runs after it', async () => {
  const dataDir = newFolder()
  const first = await start(dataDir)
  await query(first, 'CREATE TABLE kept AS SELECT 42 AS n')
  const pid = pidOf(first)
  await first.stop()
  expect(isAlive(pid)).toBe(false)
  const second = await start(dataDir)
  expect(await query(second, 'SELECT n FROM kept')).toEqual([{ n: 42 }])
})

test('commits are durable, only the loopback address is listened on, passwords are asked for', async () => {
  const server = await start(newFolder())
  const rows = await query(
    server,
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit',
      'full_page_writes', 'listen_addresses', 'unix_socket_directories', 'jit') ORDER BY name`,
  )
  expect(rows).toEqual([
    { name: 'fsync', setting: 'on' },
    { name: 'full_page_writes', setting: 'on' },
    { name: 'jit', setting: 'off' },
    { name: 'listen_addresses', setting: '127.0.0.1' },
    { name: 'synchronous_commit', setting: 'on' },
    { name: 'unix_socket_directories', setting: '' },
  ])
  const wrong = new URL(server.urlOf({ login: 'postgres', database: 'postgres' }))
  wrong.password = 'wrong'
  await expect(withClient({ url: wrong.href }, async () => undefined)).rejects.toMatchObject({
    code: 'database-unavailable',
  })
  expect(statSync(join(folders[0] ?? '', 'postgres.json')).mode & 0o777).toBe(0o600)
})

test("a bad setting is reported with the end of the server's log", async () => {
  const dataDir = newFolder()
  await expect(start(dataDir, { shared_bufers: '1GB' })).rejects.toMatchObject({
    code: 'embedded-database-failed',
    message: expect.stringContaining('unrecognized configuration parameter "shared_bufers"'),
  })
  await start(dataDir)
})

test('two instances run side by side', async () => {
  const [one, two] = await Promise.all([start(newFolder()), start(newFolder())])
  await query(one, 'CREATE TABLE mine ()')
  expect(one.port).not.toBe(two.port)
  expect(await query(two, "SELECT to_regclass('mine') AS found")).toEqual([{ found: null }])
})

test('a folder that others cannot enter is served all the same', async () => {
  const dataDir = newFolder()
  chmodSync(dataDir, 0o700)
  const server = await start(dataDir)
  await query(server, 'CREATE TABLE kept AS SELECT 42 AS n')
  await server.stop()
  const again = await start(dataDir)
  expect(again.directory).toBe(server.directory)
  expect(await query(again, 'SELECT n FROM kept')).toEqual([{ n: 42 }])
  await again.stop()
  await removeEmbedded({ dataDir })
  expect(existsSync(server.directory)).toBe(false)
})

test('a second one on the same files is refused, or uses the running server', async () => {
  const dataDir = newFolder()
  const server = await start(dataDir)
  await expect(start(dataDir)).rejects.toMatchObject({ code: 'embedded-database-in-use' })
  const other = await startEmbedded({ dataDir, systemDir, log, whenRunning: 'attach' })
  expect(other).toMatchObject({ attached: true, port: server.port })
  await other.stop()
  expect(await query(server, 'SELECT 1 AS n')).toEqual([{ n: 1 }])
})

test('a killed server is started again on the same port, with its data', async () => {
  const server = await start(newFolder())
  await query(server, 'CREATE TABLE kept AS SELECT 42 AS n')
  const pid = pidOf(server)
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(() => query(server, 'SELECT n FROM kept').catch(() => null), { timeout: 20_000 })
    .toEqual([{ n: 42 }])
  expect(pidOf(server)).not.toBe(pid)
  expect(said).toContain('PostgreSQL ended unasked; starting it again')
})

test('a stop during a restart leaves nothing running', async () => {
  const server = await start(newFolder())
  process.kill(pidOf(server), 'SIGKILL')
  await sleep(20)
  await server.stop()
  expect(runningServer(server.directory)).toBeNull()
})

/** Starts a server in a process of its own and kills that process the hard way. */
async function startAndKill(dataDir: string): Promise<void> {
  const embedded = fileURLToPath(new URL('./embedded.ts', import.meta.url))
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(embedded)})
    const log = { info() {}, warn() {}, error() {} }
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, systemDir: ${JSON.stringify(systemDir)}, log,
      settings: ${JSON.stringify(settings)} })
    process.stdout.write('up')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exited
}

test('a server left by a killed process is replaced', async () => {
  const dataDir = newFolder()
  await startAndKill(dataDir)
  const server = await start(dataDir)
  expect(said).toContain('stopping the PostgreSQL that a killed Busbar left')
  expect(await query(server, 'SELECT 1 AS n')).toEqual([{ n: 1 }])
})

test('everything killed at once leaves files that start again', async () => {
  const dataDir = newFolder()
  await startAndKill(dataDir)
  process.kill(pidOf({ directory: join(dataDir, 'postgres') }), 'SIGKILL')
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(true)
  const server = await start(dataDir)
  expect(await query(server, 'SELECT 1 AS n')).toEqual([{ n: 1 }])
  expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain('automatic recovery')
})
