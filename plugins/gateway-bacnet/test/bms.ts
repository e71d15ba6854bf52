import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ToBms } from './bms-child.ts'

type Wish = ToBms extends infer One ? (One extends { id: number } ? Omit<One, 'id'> : never) : never

/** What another make of client has decoded; what it was refused comes as `error`. */
export interface Decoded {
  readonly error?: string
  readonly values?: readonly DecodedValue[]
}

export interface DecodedValue {
  readonly type?: number
  readonly value?: unknown
  readonly id?: number
  readonly objectId?: { readonly type: number; readonly instance: number }
  readonly values?: readonly DecodedValue[]
}

/** A building management system in a process of its own. */
export interface Bms {
  ask<T = Decoded>(wish: Wish): Promise<T>
  close(): Promise<void>
}

export async function startBms(port: number): Promise<Bms> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'bms-child.ts'), { stdio: 'inherit' })
  await once(child, 'message')
  const waiting = new Map<number, (result: unknown) => void>()
  let last = 0
  child.on('message', ({ id, result }: { readonly id: number; readonly result: unknown }) => {
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  const gone = once(child, 'exit')
  const ask = <T>(wish: Wish): Promise<T> =>
    new Promise((resolve, reject) => {
      last += 1
      waiting.set(last, (result) => resolve(result as T))
      child.send({ ...wish, id: last }, (error) => (error ? reject(error) : undefined))
    })
  await ask({ do: 'target', port })
  return {
    ask,
    async close() {
      if (child.connected) child.disconnect()
      await gone
    },
  }
}
