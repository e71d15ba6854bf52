import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keptPort } from '@busbar/core/testkit'

/** Users and what they may do; everything else is denied. */
export interface Access {
  readonly user: string
  readonly password: string
  /** Lines such as `topic read tele/#`. */
  readonly rules: readonly string[]
}

/** A mosquitto of its own: TLS with passwords, TLS with client certificates, secure websockets. */
export interface Mosquitto {
  readonly ports: { readonly password: number; readonly certificate: number; readonly ws: number }
  readonly ca: string
  /** A client certificate whose common name is the user. */
  clientCertificate(user: string): { readonly certificate: string; readonly privateKey: string }
  start(): Promise<void>
  /** Its complaints and how it ended, the end of them. */
  said(): string
  /** In order: the sessions are kept. */
  terminate(): Promise<void>
  /** kill -9: the sessions are lost. */
  kill(): Promise<void>
  close(): Promise<void>
}

const START_MS = 20_000
const START_ATTEMPTS = 10

/** Needs mosquitto, mosquitto_passwd and openssl. */
export async function createMosquitto(access: readonly Access[]): Promise<Mosquitto> {
  const directory = mkdtempSync(join(tmpdir(), 'busbar-mosquitto-'))
  const at = (name: string) => join(directory, name)
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' })
  makeAuthority(openssl, at)
  const ports = { password: await keptPort(), certificate: await keptPort(), ws: await keptPort() }
  for (const [index, { user, password }] of access.entries())
    execFileSync(
      'mosquitto_passwd',
      [...(index === 0 ? ['-c'] : []), '-b', at('passwd'), user, password],
      {
        stdio: 'pipe',
      },
    )
  writeFileSync(
    at('acl'),
    access.map(({ user, rules }) => [`user ${user}`, ...rules, ''].join('\n')).join('\n'),
  )
  writeFileSync(at('mosquitto.conf'), configuration(directory, ports))
  // mosquitto drops root and then must still read and write its files.
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', 'mosquitto:', directory])
  let child: ChildProcess | undefined
  let said = ''

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child
    child = undefined
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    await ended
  }

  return {
    ports,
    ca: readFileSync(at('ca.crt'), 'utf8'),
    clientCertificate(user) {
      sign(openssl, at, { name: user, commonName: user })
      return {
        certificate: readFileSync(at(`${user}.crt`), 'utf8'),
        privateKey: readFileSync(at(`${user}.key`), 'utf8'),
      }
    },
    async start() {
      // A port of ours may be somebody's outgoing connection for a moment: then mosquitto ends at once.
      for (let attempt = 1; ; attempt += 1) {
        const starting = spawn('mosquitto', ['-c', at('mosquitto.conf')], {
          stdio: ['ignore', 'ignore', 'pipe'],
        })
        const note = (text: string) => {
          said = `${said}${text}`.slice(-2_048)
        }
        starting.stderr.on('data', (chunk: Buffer) => note(chunk.toString()))
        starting.once('exit', (code, signal) => note(`It ended by ${signal ?? `exit ${code}`}.\n`))
        child = starting
        const ended = new Promise<boolean>((resolve) => starting.once('exit', () => resolve(false)))
        const up = Promise.all(Object.values(ports).map(listening)).then(() => true)
        up.catch(() => undefined)
        if (await Promise.race([ended, up])) return
        if (attempt === START_ATTEMPTS)
          throw new Error(`mosquitto ends as soon as it is started. It said:\n${said}`)
        await new Promise((resolve) => setTimeout(resolve, 300))
      }
    },
    said: () => said,
    terminate: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async close() {
      await end('SIGKILL')
      rmSync(directory, { recursive: true })
    },
  }
}

type Openssl = (...args: string[]) => void
type At = (name: string) => string

function makeAuthority(openssl: Openssl, at: At): void {
  openssl(
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '2', '-subj', '/CN=Test authority', '-keyout', at('ca.key'), '-out', at('ca.crt')],
  )
  sign(openssl, at, { name: 'server', commonName: 'localhost' })
}

function sign(openssl: Openssl, at: At, names: { name: string; commonName: string }): void {
  const { name, commonName } = names
  openssl(
    ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-subj', `/CN=${commonName}`, '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
    ...['-keyout', at(`${name}.key`), '-out', at(`${name}.csr`)],
  )
  openssl(
    ...['x509', '-req', '-days', '2', '-copy_extensions', 'copy', '-in', at(`${name}.csr`)],
    ...['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-CAcreateserial', '-out', at(`${name}.crt`)],
  )
}

function configuration(directory: string, ports: Mosquitto['ports']): string {
  const tls = ['cafile', 'certfile', 'keyfile']
    .map(
      (key, index) =>
        `${key} ${join(directory, ['ca.crt', 'server.crt', 'server.key'][index] ?? '')}`,
    )
    .join('\n')
  return [
    'per_listener_settings false',
    'allow_anonymous false',
    `password_file ${join(directory, 'passwd')}`,
    `acl_file ${join(directory, 'acl')}`,
    'persistence true',
    `persistence_location ${directory}/`,
    'autosave_interval 0',
    // The stock limits drop what is past 1,000 queued and hold 20 in flight; with no limit at all
    // 2.0.11 throws off a client after a publish that it denied.
    'max_queued_messages 1000000',
    'max_inflight_messages 2000',
    'log_dest stderr',
    'log_type error',
    'log_type warning',
    `listener ${ports.password} 127.0.0.1`,
    tls,
    `listener ${ports.certificate} 127.0.0.1`,
    tls,
    'require_certificate true',
    'use_identity_as_username true',
    `listener ${ports.ws} 127.0.0.1`,
    'protocol websockets',
    tls,
    '',
  ].join('\n')
}

async function listening(port: number): Promise<void> {
  const deadline = performance.now() + START_MS
  for (;;) {
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (up) return
    if (performance.now() > deadline) throw new Error(`mosquitto does not listen on ${port}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
