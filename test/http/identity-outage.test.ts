import { Pool } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createIdentity } from '../../core/adapters/identity.ts'
import { transactOn } from '../../core/persistence/sql.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { PASSWORD } from './api.ts'

let database: TemporaryDatabase
beforeAll(async () => {
  database = await createTemporaryDatabase()
})
afterAll(() => database?.drop())

const unaudited = async () => undefined
const PERSON = { email: 'zhao@example.org', name: 'Zhao', password: PASSWORD }

/** The right key, cookie and password of somebody, and an identity whose database has gone. */
async function withoutDatabase() {
  const pool = new Pool({ connectionString: database.appUrl, max: 2 })
  const secret = 's'.repeat(32)
  const identity = createIdentity({
    pool,
    transact: transactOn(pool),
    secret,
    publicUrl: 'http://127.0.0.1',
  })
  const { id: userId } = await identity.createUser(PERSON, unaudited)
  const { key } = await identity.createApiKey(
    { userId, name: 'k', expiresInSeconds: null },
    unaudited,
  )
  const { cookies } = await identity.signIn(PERSON)
  const cookie = cookies.map((text) => text.split(';')[0]).join('; ')
  expect(await identity.authenticate({ cookie: null, apiKey: `${key}x` })).toBeNull()
  expect(await identity.authenticate({ cookie: null, apiKey: key })).toMatchObject({ userId })
  expect(await identity.authenticate({ cookie, apiKey: null })).toMatchObject({ userId })
  await pool.end()
  return { identity, key, cookie }
}

it('who cannot be looked up for want of the database is not called a stranger', async () => {
  const { identity, key, cookie } = await withoutDatabase()
  const away = { code: 'database-unavailable' }
  await expect(identity.authenticate({ cookie: null, apiKey: key })).rejects.toMatchObject(away)
  await expect(identity.authenticate({ cookie, apiKey: null })).rejects.toMatchObject(away)
  await expect(identity.signIn(PERSON)).rejects.toMatchObject(away)
})
