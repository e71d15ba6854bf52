import type {
  Clock,
  ConnectionTest,
  JsonObject,
  NotificationChannel,
  NotificationChannelOptions,
  OutgoingNotice,
  SendResult,
} from '@busbar/core/contracts'
import pLimit from 'p-limit'
import { createBackoff } from './backoff.ts'
import { readFailure } from './failure.ts'
import { addressOf, composeMessage } from './message.ts'
import { type EmailSettings, readSettings } from './settings.ts'

/** As plugin.json declares it. */
export const MAX_TEXT_LENGTH = 20_000
/** Deliveries remembered, so that asking again sends nothing. */
const REMEMBERED = 10_000
/** How long messages that are under way may take when the channel stops. */
const STOP_MS = 5_000
const STOPPED = 'The channel is stopped.'

/** A pooled SMTP client that sends each delivery once. */
export function createEmailChannel({
  connection,
  log,
  signal,
  clock,
}: Omit<NotificationChannelOptions, 'connectionId'> & {
  readonly clock: Clock
}): NotificationChannel {
  const settings = readSettings(connection)
  const secrets = secretsOf(settings)
  let transport: ReturnType<typeof openTransport> | undefined
  const backoff = createBackoff({ clock })
  // One at a time for each connection: none is queued in the pool when the server turns out dead.
  const limit = pLimit(settings.maxConnections)
  const known = new Map<string, Promise<SendResult>>()
  let stopped = false

  async function stop(): Promise<void> {
    if (stopped) return
    stopped = true
    signal.removeEventListener('abort', stop)
    const open = await transport
    open?.close()
    const settled = Promise.allSettled(known.values())
    const late = new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())
    await Promise.race([settled, late])
    open?.close({ force: true })
  }
  signal.addEventListener('abort', stop)
  if (signal.aborted) void stop()

  async function attempt(notice: OutgoingNotice, to: string): Promise<SendResult> {
    const { deliveryId } = notice
    const outcome = await backoff.run(async () => {
      if (stopped) return { serverDown: false, value: failed(deliveryId, true, STOPPED) }
      try {
        const message = composeMessage({ notice, to, settings })
        const deadline = AbortSignal.timeout(settings.timeoutMs * 3)
        transport ??= openTransport(settings)
        const { response } = await (await transport).sendMail({ ...message, signal: deadline })
        const reference = response.slice(0, 200)
        return {
          serverDown: false,
          value: { deliveryId, outcome: 'sent', level: 'accepted', reference } as const,
        }
      } catch (thrown) {
        const { ofServer, retryable, detail } = readFailure(thrown, secrets)
        log.warn('An e-mail was not taken.', { deliveryId, retryable, ofServer, detail })
        return { serverDown: ofServer, value: failed(deliveryId, retryable, detail) }
      }
    })
    if (outcome.ran) return outcome.value
    const seconds = Math.ceil(outcome.waitMs / 1_000)
    return failed(deliveryId, true, `The mail server is left alone for another ${seconds} s.`)
  }

  function sendOne(notice: OutgoingNotice): Promise<SendResult> {
    const { deliveryId, text } = notice
    const earlier = known.get(deliveryId)
    if (earlier !== undefined) return earlier
    const to = addressOf(notice)
    if (stopped) return Promise.resolve(failed(deliveryId, true, STOPPED))
    if (to === null)
      return Promise.resolve(failed(deliveryId, false, 'The address is no e-mail address.'))
    if ([...text].length > MAX_TEXT_LENGTH)
      return Promise.resolve(
        failed(deliveryId, false, `The text is longer than ${MAX_TEXT_LENGTH} characters.`),
      )
    const result = limit(() => attempt(notice, to)).then((item) => {
      if (item.outcome === 'failed') known.delete(deliveryId)
      return item
    })
    known.set(deliveryId, result)
    const oldest = known.keys().next()
    if (known.size > REMEMBERED && !oldest.done) known.delete(oldest.value)
    return result
  }

  return {
    send: async ({ notices }) => ({ items: await Promise.all(notices.map(sendOne)) }),
    // SMTP says that a message was accepted, and nothing of what became of it.
    receipts: async () => ({ receipts: [] }),
    stop,
  }
}

/** Connects, encrypts and logs in, without sending anything. */
export async function testConnection({
  connection,
  timeoutMs,
}: {
  readonly connection: JsonObject
  readonly timeoutMs: number
}): Promise<ConnectionTest> {
  const settings = readSettings(connection)
  const patienceMs = Math.min(settings.timeoutMs, timeoutMs)
  const transport = await openTransport({ ...settings, timeoutMs: patienceMs })
  const expiry = new AbortController()
  try {
    const late = new Promise<never>((_, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`No answer within ${timeoutMs} ms.`)),
        timeoutMs,
      )
      expiry.signal.addEventListener('abort', () => clearTimeout(timer))
    })
    await Promise.race([transport.verify(), late])
    return { ok: true, detail: `${settings.host}:${settings.port} takes e-mails.` }
  } catch (thrown) {
    return { ok: false, detail: readFailure(thrown, secretsOf(settings)).detail }
  } finally {
    expiry.abort()
    transport.close()
  }
}

/** The library is loaded with the first message: until then it takes no memory. */
async function openTransport(settings: EmailSettings) {
  const { createTransport } = await import('nodemailer')
  return createTransport(transportOptions(settings))
}

function failed(deliveryId: string, retryable: boolean, detail: string): SendResult {
  return { deliveryId, outcome: 'failed', retryable, detail }
}

function secretsOf({ login }: EmailSettings): readonly string[] {
  return login === null ? [] : [login.password, `\0${login.user}\0${login.password}`]
}

function transportOptions({
  host,
  port,
  security,
  caPem,
  login,
  timeoutMs,
  ...rest
}: EmailSettings) {
  return {
    pool: true as const,
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { minVersion: 'TLSv1.2' as const, ...(caPem === null ? {} : { ca: caPem }) },
    // Credentials never cross an unencrypted connection, whatever the configuration says.
    ...(login === null || security === 'none'
      ? {}
      : { auth: { user: login.user, pass: login.password } }),
    maxConnections: rest.maxConnections,
    // What was not sent is tried again by the core, with a back-off.
    maxRequeues: 0,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  }
}
