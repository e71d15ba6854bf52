import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { createMailbox, type Mailbox } from './mailbox.ts'
import { answer } from './pages.ts'

const HOST = '127.0.0.1'
const CAPACITY = 1_000
const MAX_MESSAGE_BYTES = 1_048_576

export interface MailSink {
  readonly smtpPort: number
  readonly httpPort: number
  readonly mailbox: Mailbox
  close(): Promise<void>
}

/** Starts a mail server that keeps what it is sent, and the pages to read it by. Port 0: any. */
export async function startMailSink({
  smtpPort = 0,
  httpPort = 0,
  capacity = CAPACITY,
}: {
  readonly smtpPort?: number
  readonly httpPort?: number
  readonly capacity?: number
} = {}): Promise<MailSink> {
  const mailbox = createMailbox({ capacity })
  const smtp = new SMTPServer({
    authOptional: true,
    // It listens on the loopback alone and asks for nothing.
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MAX_MESSAGE_BYTES,
    logger: false,
    closeTimeout: 1_000,
    async onData(stream, { envelope }, done) {
      try {
        const raw = await buffer(stream)
        if (stream.sizeExceeded) throw Object.assign(new Error('Too large'), { responseCode: 552 })
        const { mailFrom, rcptTo } = envelope
        await mailbox.deliver({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
        })
        done()
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)))
      }
    },
  })
  // A client that goes away in the middle of a session is none of our trouble.
  smtp.on('error', () => undefined)
  const http = createServer((request, response) => answer(mailbox, request, response))
  const smtpListener = smtp.listen(smtpPort, HOST)
  http.listen(httpPort, HOST)
  await Promise.all([once(smtpListener, 'listening'), once(http, 'listening')])
  return {
    smtpPort: (smtpListener.address() as AddressInfo).port,
    httpPort: (http.address() as AddressInfo).port,
    mailbox,
    async close() {
      http.closeAllConnections()
      await Promise.all([
        new Promise<void>((resolve) => http.close(() => resolve())),
        new Promise<void>((resolve) => smtp.close(() => resolve())),
      ])
    },
  }
}
