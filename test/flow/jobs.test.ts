import { afterAll, beforeAll, expect, test } from 'vitest'
import { createJobs, type Jobs, migrateJobs } from '../../core/adapters/jobs.ts'
import { createOrm } from '../../core/persistence/orm.ts'
import { pgClientOf } from '../../core/persistence/pg-client.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

let database: TemporaryDatabase
let orm: Awaited<ReturnType<typeof createOrm>>
let jobs: Jobs
const problems: string[] = []
const log = {
  warn: (message: string) => problems.push(message),
  error: (message: string, data?: object) => problems.push(`${message} ${JSON.stringify(data)}`),
}

beforeAll(async () => {
  database = await createTemporaryDatabase()
  orm = await createOrm({ url: database.appUrl, entities: [], poolMax: 4 })
  jobs = createJobs({ url: database.appUrl, log })
  await jobs.start()
})

afterAll(async () => {
  await jobs?.stop({ timeoutMs: 1_000 })
  await orm?.close()
  await database?.drop()
})

function waitingJobs(queue: string): Promise<number> {
  return withClient({ url: database.appUrl }, async (client) => {
    const { rows } = await client.query('SELECT count(*)::int AS n FROM jobs.job WHERE name = $1', [
      queue,
    ])
    return rows[0].n
  })
}

test('a job exists from the commit of the transaction it was sent in, not before', async () => {
  await jobs.ensureQueue({ queue: 'committed' })
  await orm.em.fork().transactional(async (em) => {
    const { id } = await jobs.send({ queue: 'committed', data: {}, tx: await pgClientOf(em) })
    expect(id).not.toBeNull()
    expect(await waitingJobs('committed')).toBe(0)
  })
  expect(await waitingJobs('committed')).toBe(1)
})

test('a job is gone with the transaction that is rolled back', async () => {
  await jobs.ensureQueue({ queue: 'rolled-back' })
  const run = orm.em.fork().transactional(async (em) => {
    const tx = await pgClientOf(em)
    await jobs.send({ queue: 'rolled-back', data: {}, tx })
    const inside = await tx.query("SELECT 1 FROM jobs.job WHERE name = 'rolled-back'")
    expect(inside.rowCount).toBe(1)
    throw new Error('roll back')
  })
  await expect(run).rejects.toThrow('roll back')
  expect(await waitingJobs('rolled-back')).toBe(0)
})

test('a handler that throws sees its job again', async () => {
  await jobs.ensureQueue({ queue: 'retried', retryDelaySeconds: 1 })
  const seen: number[] = []
  const done = new Promise<void>((resolve) => {
    void jobs.work({
      queue: 'retried',
      handler: async (runs) => {
        expect(runs.map(({ data }) => data)).toEqual([{ order: 'o-1' }])
        seen.push(...runs.map(({ retry }) => retry))
        if (seen.length === 1) throw new Error('first try')
        resolve()
      },
    })
  })
  await jobs.send({ queue: 'retried', data: { order: 'o-1' } })
  await done
  expect(seen).toEqual([0, 1])
})

test('of an exclusive key one job waits at a time', async () => {
  await jobs.ensureQueue({ queue: 'exclusive', policy: 'exclusive' })
  const first = await jobs.send({ queue: 'exclusive', data: {}, key: 'a' })
  const second = await jobs.send({ queue: 'exclusive', data: {}, key: 'a' })
  expect(first.id).not.toBeNull()
  expect(second.id).toBeNull()
})

test("the application can neither change nor drop the jobs' tables, and the owner's step is idempotent", async () => {
  await withClient({ url: database.appUrl }, async (client) => {
    await expect(client.query('DROP TABLE jobs.job_common')).rejects.toThrow('must be owner')
    await expect(client.query('CREATE TABLE jobs.x ()')).rejects.toThrow('permission denied')
    await expect(client.query('TRUNCATE jobs.job')).rejects.toThrow('permission denied')
  })
  const again = await withClient({ url: database.ownerUrl }, (client) => migrateJobs({ client }))
  expect(again).toEqual({ changed: false })
})

test('nothing was complained of on the way', () => {
  expect(problems).toEqual([])
})
