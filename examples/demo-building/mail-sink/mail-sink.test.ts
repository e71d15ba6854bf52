import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createConnection } from 'node:net'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, test } from 'vitest'
import { startMailSink } from './sink.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function start(capacity?: number) {
  const sink = await startMailSink(capacity === undefined ? {} : { capacity })
  closers.push(() => sink.close())
  return sink
}

/** Speaks SMTP by hand: what the sink reads does not depend on any library of ours. */
async function send(port: number, to: string, lines: readonly string[]): Promise<string> {
  const socket = createConnection(port, '127.0.0.1')
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]()
  const answer = async (): Promise<string> => {
    for (;;) {
      const { value = '' } = await answers.next()
      if (!/^\d{3}-/.test(value)) return value
    }
  }
  const say = (line: string) => {
    socket.write(`${line}\r\n`)
    return answer()
  }
  await answer()
  await say('EHLO tester')
  await say('MAIL FROM:<energy@example.com>')
  await say(`RCPT TO:<${to}>`)
  await say('DATA')
  const result = await say([...lines, '.'].join('\r\n'))
  socket.end('QUIT\r\n')
  await once(socket, 'close')
  return result
}

async function get(port: number, path: string) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`)
  return { status: response.status, body: await response.text() }
}

describe('the mail sink', () => {
  test('takes e-mails, and shows them by recipient and by id', async () => {
    const { smtpPort, httpPort } = await start()
    const subject = `Subject: =?UTF-8?B?${Buffer.from('余额不足').toString('base64')}?=`
    const mail = [subject, 'Message-ID: <1.busbar@example.com>', '', 'Top up.']
    expect(await send(smtpPort, 'tea@example.org', mail)).toMatch(/^250 /)
    expect(await send(smtpPort, 'shop@example.org', ['Subject: Other', '', 'x'])).toMatch(/^250 /)

    const { messages } = JSON.parse((await get(httpPort, '/messages?to=TEA@example.org')).body)
    expect(messages).toEqual([
      {
        id: 1,
        receivedAt: expect.stringMatching(/^\d{4}-/),
        from: 'energy@example.com',
        to: ['tea@example.org'],
        messageId: '<1.busbar@example.com>',
        subject: '余额不足',
        text: expect.stringMatching(/^Top up\.\s*$/),
        html: null,
      },
    ])
    expect(JSON.parse((await get(httpPort, '/messages/2')).body).subject).toBe('Other')
    expect(JSON.parse((await get(httpPort, '/messages')).body).messages).toHaveLength(2)
    expect((await get(httpPort, '/messages/3')).status).toBe(404)
    expect((await get(httpPort, '/messages/__proto__')).status).toBe(404)
  })

  test('lists them on a page where nothing of an e-mail is markup', async () => {
    const { smtpPort, httpPort } = await start()
    await send(smtpPort, 'tea@example.org', ['Subject: <script>1</script>', '', '<img src=x>'])
    const { status, body } = await get(httpPort, '/')
    expect(status).toBe(200)
    expect(body).toContain('&#60;script&#62;')
    expect(body).not.toMatch(/<(script|img)/)
  })

  test('keeps the last ones only', async () => {
    const { smtpPort, httpPort } = await start(2)
    for (const subject of ['a', 'b', 'c'])
      await send(smtpPort, 'tea@example.org', [`Subject: ${subject}`, '', 'x'])
    const { messages } = JSON.parse((await get(httpPort, '/messages')).body)
    expect(messages.map((message: { subject: string }) => message.subject)).toEqual(['c', 'b'])
    expect((await get(httpPort, '/messages/1')).status).toBe(404)
  })

  test('refuses what is too large, and lives on', async () => {
    const { smtpPort } = await start()
    const large = Array.from({ length: 20_000 }, () => 'x'.repeat(70))
    expect(await send(smtpPort, 'tea@example.org', ['Subject: L', '', ...large])).toMatch(/^552/)
    expect(await send(smtpPort, 'tea@example.org', ['Subject: S', '', 'x'])).toMatch(/^250/)
  })
})

describe('its process', () => {
  function run(stdio: 'pipe' | 'ipc'): ChildProcess {
    const main = new URL('./main.ts', import.meta.url).pathname
    return spawn(process.execPath, [main], {
      stdio: stdio === 'pipe' ? ['pipe', 'pipe', 'inherit'] : ['ignore', 'pipe', 'inherit', 'ipc'],
    })
  }

  async function ports(child: ChildProcess): Promise<{ smtpPort: number; httpPort: number }> {
    if (child.stdout === null) throw new Error('the child has no standard output')
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    return JSON.parse(line)
  }

  test('says its ports in one line, and ends when its standard input does', async () => {
    const child = run('pipe')
    const { smtpPort, httpPort } = await ports(child)
    expect(await send(smtpPort, 'tea@example.org', ['Subject: a', '', 'x'])).toMatch(/^250/)
    expect((await get(httpPort, '/messages')).status).toBe(200)
    child.stdin?.end()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('ends when its parent disconnects', async () => {
    const child = run('ipc')
    const { httpPort } = await ports(child)
    expect((await get(httpPort, '/messages')).status).toBe(200)
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
