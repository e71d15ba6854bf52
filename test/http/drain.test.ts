import { Agent, request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type Api, startApi } from './api.ts'

let api: Api | undefined
afterEach(async () => {
  await api?.stop()
  api = undefined
})

/** An instance whose readiness check takes as long as it is told to. */
async function slowApi() {
  const waiting: (() => void)[] = []
  const started = await startApi({
    health: async () => {
      await new Promise<void>((resolve) => waiting.push(resolve))
      return [{ name: 'database', status: 'ok' }]
    },
  })
  api = started
  return { started, waiting }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries += 1) await sleep(10)
  expect(condition()).toBe(true)
}

describe('stopping', () => {
  it('O1: answers every request under way, takes no more, and ends', async () => {
    const { started, waiting } = await slowApi()
    const running = Array.from({ length: 20 }, () => started.call('GET', '/health/ready'))
    await until(() => waiting.length === 20)
    expect(started.server.active()).toBe(20)
    const drained = started.server.drain({ timeoutMs: 20_000 })
    await expect(started.call('GET', '/health/live')).rejects.toThrow()
    for (const finish of waiting) finish()
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(await drained).toEqual({ cut: 0 })
  })

  it('O1: refuses what comes over a connection that was kept alive', async () => {
    const { started, waiting } = await slowApi()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const get = (path: string) =>
      new Promise<number>((resolve, reject) => {
        const request = httpRequest(`${started.url}${path}`, { agent }, (response) => {
          response.resume()
          response.on('end', () => resolve(response.statusCode ?? 0))
        })
        request.on('error', reject)
        request.end()
      })
    const running = get('/health/ready')
    await until(() => waiting.length === 1)
    const drained = started.server.drain({ timeoutMs: 20_000 })
    waiting[0]?.()
    expect(await running).toBe(200)
    expect(await drained).toEqual({ cut: 0 })
    await expect(get('/health/live')).rejects.toThrow()
    agent.destroy()
  })

  it('O1: cuts off, and counts, what is not done in time', async () => {
    const { started, waiting } = await slowApi()
    const running = started.call('GET', '/health/ready')
    const refused = expect(running).rejects.toThrow()
    await until(() => waiting.length === 1)
    expect(await started.server.drain({ timeoutMs: 200 })).toEqual({ cut: 1 })
    await refused
    waiting[0]?.()
  })

  it('O1: event streams do not hold it up', async () => {
    const { started } = await slowApi()
    const person = await started.person([{ role: 'owner' }])
    const stream = await fetch(`${started.url}/api/v1/events`, {
      headers: { cookie: person.cookie },
    })
    expect(stream.status).toBe(200)
    await started.hub.stop()
    expect(await started.server.drain({ timeoutMs: 20_000 })).toEqual({ cut: 0 })
    await stream.text()
  })
})
