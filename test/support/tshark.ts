import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/** What tshark finds wrong: a malformed frame, or an expert's warning or error. */
export const FAULTS = '(_ws.malformed || _ws.expert.severity >= 6291456)'

/** What went over a wire, as tshark reads it, which shares no code with either side. */
export interface Capture {
  /** Ends the capture once all that was sent is in it. */
  end(): Promise<void>
  /** A line for each frame that passes the display filter: the fields, by tabs. */
  decoded(filter: string, fields?: readonly string[]): readonly string[]
  /** Ends it, and takes it away. */
  dispose(): void
}

export const works = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0

/** Why tshark cannot capture here; undefined where it can. */
export const lacksTshark = (): string | undefined =>
  works('tshark', ['--version']) ? undefined : 'tshark is not there'

/** Listens until it is ended. @param spawned runs a program where the wire is; here unless given */
export async function capture(request: {
  readonly device: string
  /** Which packets, as libpcap says it. */
  readonly filter: string
  /** How it decodes what has another port than its own, such as `udp.port==47808,bvlc`. */
  readonly decodeAs: string
  readonly spawned?: (program: string, ...args: string[]) => ChildProcess
}): Promise<Capture> {
  const { device, filter, decodeAs, spawned = run } = request
  const directory = mkdtempSync(join(tmpdir(), 'busbar-wire-'))
  const file = join(directory, 'all.pcapng')
  const sniffer = spawned('tshark', '-i', device, '-f', filter, '-w', file)
  await said(sniffer.stderr, 'Capturing on')
  return {
    async end() {
      // The last frames are on their way from the interface to the file.
      await sleep(1_000)
      sniffer.kill('SIGINT')
      if (sniffer.exitCode === null) await once(sniffer, 'exit')
    },
    decoded(only, fields = []) {
      const names = ['frame.number', ...fields].flatMap((name) => ['-e', name])
      const args = ['-r', file, '-d', decodeAs, '-Y', only, '-T', 'fields', ...names]
      const output = execFileSync('tshark', args, { stdio: ['ignore', 'pipe', 'ignore'] })
      return output
        .toString()
        .split('\n')
        .filter((line) => line !== '')
    },
    dispose() {
      sniffer.kill('SIGKILL')
      rmSync(directory, { recursive: true })
    },
  }
}

const run = (program: string, ...args: string[]): ChildProcess =>
  spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })

/** All that was said until the words came; fails with it where they do not. */
export async function said(stream: Readable | null, words: string): Promise<string> {
  if (stream === null) throw new Error('There is nothing to hear.')
  let all = ''
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    all += String(chunk)
    if (all.includes(words)) return all
  }
  throw new Error(`"${words}" was never said, but: ${all}`)
}
