import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export const USER = 'energy'
export const PASSWORD = 'p4ss/w0rd+of=the house'
export const FROM = 'energy@example.com'

const pem = (name: string) => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8')
/** Self-signed, for 127.0.0.1; valid for a hundred years. */
export const certificatePem = pem('server.cert.pem')

/** A message as its reader sees it, by the delivery that its Message-ID names. */
interface ReceivedMail {
  readonly deliveryId: string
  readonly recipients: readonly { readonly email: string }[]
  readonly subject: string
  readonly text: string
  readonly markup: string | null
  /** Names of its header fields. */
  readonly fields: readonly string[]
}

export interface SmtpPeer {
  readonly port: number
  goDown(how: 'refusing' | 'silent'): Promise<void>
  comeUp(): Promise<void>
  /** Connections since it went down. */
  attempts(): number
  received(): readonly ReceivedMail[]
  /** Messages as they came. */
  raw(): readonly string[]
  /** How often somebody logged in. */
  logins(): number
  close(): Promise<void>
}

/**
 * A real SMTP server behind a door that can be shut. It asks for STARTTLS and a password, and
 * knows nobody called refused@; busy@ is told to come again, gone@ ends the connection.
 */
export async function startSmtpPeer({
  open = false,
}: {
  /** Takes mail from anybody, unencrypted. */
  readonly open?: boolean
} = {}): Promise<SmtpPeer> {
  const received: ReceivedMail[] = []
  const raw: string[] = []
  let logins = 0
  const server = new SMTPServer({
    key: pem('server.key.pem'),
    cert: certificatePem,
    logger: false,
    authOptional: open,
    allowInsecureAuth: false,
    disabledCommands: open ? ['STARTTLS', 'AUTH'] : [],
    onAuth({ username, password }, _session, done) {
      logins += 1
      if (username === USER && password === PASSWORD) return done(null, { user: USER })
      // A server that is careless with what it was told.
      done(Object.assign(new Error(`Not ${username} with ${password}`), { responseCode: 535 }))
    },
    onRcptTo({ address }, _session, done) {
      const [responseCode, text] = refusalOf(address)
      if (responseCode === 0) done()
      else done(Object.assign(new Error(text), { responseCode }))
    },
    async onData(stream, session, done) {
      const message = (await buffer(stream)).toString()
      raw.push(message)
      received.push(
        await readMessage(
          message,
          session.envelope.rcptTo.map((to) => to.address),
        ),
      )
      done()
    },
  })
  server.on('error', () => undefined)
  const inner = server.listen(0, '127.0.0.1')
  await once(inner, 'listening')
  const { door, goDown, comeUp, attempts } = createDoor((inner.address() as AddressInfo).port)
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  return {
    port: (door.address() as AddressInfo).port,
    goDown,
    comeUp,
    attempts,
    received: () => received,
    raw: () => raw,
    logins: () => logins,
    async close() {
      await goDown('refusing')
      await Promise.all([
        new Promise<void>((resolve) => door.close(() => resolve())),
        new Promise<void>((resolve) => server.close(() => resolve())),
      ])
    },
  }
}

function refusalOf(address: string): readonly [number, string] {
  if (address.startsWith('refused@')) return [550, 'No such user here']
  if (address.startsWith('busy@')) return [451, 'Greylisted, come again']
  if (address.startsWith('gone@')) return [421, 'Closing']
  return [0, '']
}

/** A port that leads to another one, or nowhere. */
function createDoor(targetPort: number) {
  let mode: 'up' | 'refusing' | 'silent' = 'up'
  let attempts = 0
  const sockets = new Set<Socket>()
  const track = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
  }
  const door = createServer((socket) => {
    track(socket)
    attempts += 1
    if (mode === 'refusing') socket.destroy()
    if (mode !== 'up') return
    const target = connect(targetPort, '127.0.0.1')
    track(target)
    socket.pipe(target).pipe(socket)
    socket.on('close', () => target.destroy())
    target.on('close', () => socket.destroy())
  })
  const shut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    door,
    attempts: () => attempts,
    async goDown(how: 'refusing' | 'silent') {
      mode = how
      attempts = 0
      shut()
    },
    async comeUp() {
      mode = 'up'
      shut()
    },
  }
}

async function readMessage(message: string, recipients: readonly string[]): Promise<ReceivedMail> {
  const email = await PostalMime.parse(message)
  return {
    deliveryId: /^<(.+)\.busbar@/.exec(email.messageId ?? '')?.[1] ?? '',
    recipients: recipients.map((address) => ({ email: address })),
    subject: email.subject ?? '',
    text: (email.text ?? '').replaceAll('\r\n', '\n').replace(/\n$/, ''),
    markup: email.html ?? null,
    fields: email.headers.map(({ key }) => key),
  }
}
