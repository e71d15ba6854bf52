import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { lacksTshark, works } from './tshark.ts'

/** Two network namespaces, joined by a veth pair: broadcasts are real, and both sides have any port. */
export interface Namespaces {
  readonly near: string
  readonly far: string
  /** Their addresses, and where everybody hears. */
  readonly addresses: { readonly near: string; readonly far: string; readonly broadcast: string }
  /** The interface, in both. */
  readonly device: string
  /** Runs a program in one of them until they are closed. */
  run(namespace: string, program: string, ...args: string[]): ChildProcess
  close(): void
}

const DEVICE = 'veth0'
/** Reached from nowhere else: each pair may have the same. */
const NET = '10.77.47'

const ip = (...args: string[]) => execFileSync('ip', args)

/** Why they, or tshark, cannot be had here; undefined where they can. */
export function lacksNamespaces(): string | undefined {
  const probe = `bb${process.pid}p`
  if (!works('ip', ['netns', 'add', probe])) return 'network namespaces cannot be made here'
  const pair = ['link', 'add', DEVICE, 'netns', probe, 'type', 'veth', 'peer', 'name', 'veth1']
  const joined = works('ip', [...pair, 'netns', probe])
  ip('netns', 'del', probe)
  return joined ? lacksTshark() : 'namespaces cannot be joined here'
}

export function joinNamespaces(): Namespaces {
  const near = `bb${process.pid}a`
  const far = `bb${process.pid}b`
  const addresses = { near: `${NET}.1`, far: `${NET}.2`, broadcast: `${NET}.255` }
  const children: ChildProcess[] = []
  ip('netns', 'add', near)
  ip('netns', 'add', far)
  ip('link', 'add', DEVICE, 'netns', near, 'type', 'veth', 'peer', 'name', DEVICE, 'netns', far)
  const { broadcast } = addresses
  for (const [namespace, address] of [
    [near, addresses.near],
    [far, addresses.far],
  ] as const) {
    const own = ['address', 'add', `${address}/24`, 'broadcast', broadcast, 'dev', DEVICE]
    ip('-n', namespace, ...own)
    ip('-n', namespace, 'link', 'set', 'lo', 'up')
    ip('-n', namespace, 'link', 'set', DEVICE, 'up')
  }
  return {
    ...{ near, far, addresses, device: DEVICE },
    run(namespace, program, ...args) {
      const child = spawn('ip', ['netns', 'exec', namespace, program, ...args], {
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      children.push(child)
      return child
    },
    close() {
      for (const child of children) child.kill('SIGKILL')
      ip('netns', 'del', near)
      ip('netns', 'del', far)
    },
  }
}
