import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/*
 * Driver and device each in a network namespace of its own, joined by a veth pair: broadcasts are real,
 * both have port 47808, and tshark, which shares no code with either, decodes every frame.
 */
const NEAR = `bb${process.pid}a`
const FAR = `bb${process.pid}b`
const BROADCAST = '10.77.47.255'

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
  const directory = mkdtempSync(join(tmpdir(), 'busbar-bacnet-'))
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
      const address = `10.77.47.${index + 1}/24`
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

  it('a device is found by broadcast, read, notifies and is commanded; tshark finds no fault', async () => {
    const sniffer = run(NEAR, 'tshark', '-i', 'veth0', '-f', 'udp', '-w', capture)
    await said(sniffer.stderr, 'Capturing on')
    const device = run(FAR, process.execPath, script('namespace-device-child.ts'), BROADCAST)
    await said(device.stdout, 'ready')
    const driver = run(NEAR, process.execPath, script('namespace-driver-child.ts'), BROADCAST)
    const output = await said(driver.stdout, '}\n')
    const told = JSON.parse(output)
    expect(told.energies.slice(0, 2)).toEqual(['10.5', '11.5'])
    expect(told.cut).toMatchObject({ outcome: 'confirmed', readBack: false })
    expect(told.restored).toMatchObject({ outcome: 'confirmed', readBack: true })
    expect(told.devices).toMatchObject([{ source: 'device 4711', points: [{}, {}] }])
    expect(told.health).toMatchObject({ status: 'up', counters: { malformed: 0, unasked: 0 } })
    // The last frames are on their way from the interface to the file.
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    sniffer.kill('SIGINT')
    await once(sniffer, 'exit')

    const sent = decoded('ip.src == 10.77.47.1 && udp')
    expect(sent.length).toBeGreaterThan(10)
    expect(decoded('ip.src == 10.77.47.1 && udp && !bacapp')).toEqual([])
    expect(decoded('udp && (_ws.malformed || _ws.expert.severity >= 6291456)')).toEqual([])
    const services = new Set(sent.map((line) => line.split('\t')[1]))
    // SubscribeCOV, ReadProperty, ReadPropertyMultiple, WriteProperty.
    for (const service of ['5', '12', '14', '15']) expect(services).toContain(service)
    expect(decoded('bvlc.function == 0x0b && ip.src == 10.77.47.1').length).toBeGreaterThan(0)
  }, 90_000)

  function decoded(filter: string): readonly string[] {
    const fields = ['-T', 'fields', '-e', 'frame.number', '-e', 'bacapp.confirmed_service']
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
