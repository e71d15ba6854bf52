import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/*
 * Gateway and management system each in a network namespace of its own, joined by a veth pair: broadcasts are
 * real, both have port 47808, and tshark, which shares no code with either, decodes every frame.
 */
const NEAR = `bg${process.pid}a`
const FAR = `bg${process.pid}b`
const NET = '10.77.48'
const BROADCAST = `${NET}.255`

function works(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

function lacking(): string | undefined {
  if (!works('tshark', ['--version'])) return 'tshark is not there'
  if (!works('ip', ['netns', 'add', NEAR])) return 'network namespaces cannot be made here'
  const pair = ['link', 'add', 'veth0', 'netns', NEAR, 'type', 'veth', 'peer', 'name', 'veth1']
  const joined = works('ip', [...pair, 'netns', NEAR])
  execFileSync('ip', ['netns', 'del', NEAR])
  return joined ? undefined : 'namespaces cannot be joined here'
}

const reason = lacking()
const title = reason === undefined ? '' : ` (skipped: ${reason})`

describe.skipIf(reason !== undefined)(`two network namespaces${title}`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'busbar-gateway-bacnet-'))
  const capture = join(directory, 'all.pcapng')
  const children: ChildProcess[] = []
  const ip = (...args: string[]) => execFileSync('ip', args)

  function run(namespace: string, program: string, ...args: string[]): ChildProcess {
    const child = spawn('ip', ['netns', 'exec', namespace, program, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    children.push(child)
    return child
  }

  const script = (name: string) => join(import.meta.dirname, name)

  beforeAll(() => {
    ip('netns', 'add', NEAR)
    ip('netns', 'add', FAR)
    ip('link', 'add', 'veth0', 'netns', NEAR, 'type', 'veth', 'peer', 'name', 'veth0', 'netns', FAR)
    for (const [index, namespace] of [NEAR, FAR].entries()) {
      const address = `${NET}.${index + 1}/24`
      ip('-n', namespace, 'address', 'add', address, 'broadcast', BROADCAST, 'dev', 'veth0')
      ip('-n', namespace, 'link', 'set', 'lo', 'up')
      ip('-n', namespace, 'link', 'set', 'veth0', 'up')
    }
  })

  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
    ip('netns', 'del', NEAR)
    ip('netns', 'del', FAR)
    rmSync(directory, { recursive: true })
  })

  it('bacstack finds, reads, subscribes and orders; tshark finds no fault in what it is sent', async () => {
    const sniffer = run(NEAR, 'tshark', '-i', 'veth0', '-f', 'udp', '-w', capture)
    await said(sniffer.stderr, 'Capturing on')
    const node = process.execPath
    const gateway = run(
      ...([NEAR, node, script('namespace-gateway-child.ts'), BROADCAST, `${NET}.2`] as const),
    )
    await said(gateway.stdout, 'ready')
    const bms = run(FAR, node, script('namespace-bms-child.ts'), BROADCAST, `${NET}.1`)
    const told = JSON.parse(await said(bms.stdout, '}\n'))
    gateway.stdin?.end()
    const own = JSON.parse(await said(gateway.stdout, '}\n'))
    expect(told.iAms).toMatchObject([{ deviceId: 260_001, vendorId: 555 }])
    expect(told.tooLong).toBe('BacnetAbort - Reason:4')
    expect(told.readable).toHaveLength(11)
    for (const answer of [...told.readable, ...told.device]) expect(answer).toMatch(/^\{/)
    expect(told.written).toEqual(['"done"', '"done"', 'BacnetError - Class:2 - Code:40'])
    // It is a Reject, which bacstack calls so.
    expect(told.unknown).toBe('BacnetAbort - Reason:9')
    expect(told.notified.confirmed).toBeGreaterThan(2)
    expect(told.notified.unconfirmed).toBeGreaterThan(2)
    expect(own).toMatchObject({ wishes: [false, null], counters: { malformed: 0, unanswered: 0 } })
    // The last frames are on their way from the interface to the file.
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    sniffer.kill('SIGINT')
    await once(sniffer, 'exit')

    const sent = `ip.src == ${NET}.1 && udp`
    expect(decoded(sent).length).toBeGreaterThan(40)
    expect(decoded(`${sent} && !bacapp`)).toEqual([])
    expect(decoded('udp && (_ws.malformed || _ws.expert.severity >= 6291456)')).toEqual([])
    // Confirmed and unconfirmed requests, Simple-ACK, Complex-ACK, Error, Reject, Abort.
    const kinds = new Set(decoded(sent).map((line) => line.split('\t')[1]))
    expect([...kinds].sort()).toEqual(['0', '1', '2', '3', '5', '6', '7'])
    const services = new Set(decoded(sent).map((line) => line.split('\t')[2]))
    // I-Am, I-Have, unconfirmed notification.
    for (const service of ['0', '1', '2']) expect(services).toContain(service)
    expect(decoded(`bvlc.function == 0x0b && ${sent}`).length).toBeGreaterThan(0)
  }, 90_000)

  function decoded(filter: string): readonly string[] {
    const names = ['frame.number', 'bacapp.type', 'bacapp.unconfirmed_service']
    const fields = ['-T', 'fields', ...names.flatMap((name) => ['-e', name])]
    const args = ['-r', capture, '-d', 'udp.port==47808,bvlc', '-Y', filter, ...fields]
    const output = execFileSync('tshark', args, { stdio: ['ignore', 'pipe', 'ignore'] })
    return output
      .toString()
      .split('\n')
      .filter((line) => line !== '')
  }
})

/** All that was said until the words came; fails with it where they do not. */
async function said(stream: Readable | null, words: string): Promise<string> {
  if (stream === null) throw new Error('There is nothing to hear.')
  let all = ''
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    all += String(chunk)
    if (all.includes(words)) return all
  }
  throw new Error(`"${words}" was never said, but: ${all}`)
}
