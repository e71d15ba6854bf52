import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { type Answer, type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

let api: Api
let owner: Person
let here: Building
let elsewhere: Building
let tenant: Person
let stranger: Person
let manager: Person
let technician: Person
let auditor: Person
let farManager: Person

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  elsewhere = await makeBuilding(owner, 'elsewhere')
  const { siteId, tenantId } = here
  tenant = await api.person([{ role: 'tenant', siteId, tenantId }])
  const far = { siteId: elsewhere.siteId }
  stranger = await api.person([{ role: 'tenant', ...far, tenantId: elsewhere.tenantId }])
  manager = await api.person([{ role: 'manager', siteId }])
  technician = await api.person([{ role: 'technician', siteId }])
  auditor = await api.person([{ role: 'auditor', siteId }])
  farManager = await api.person([{ role: 'manager', ...far }])
})
afterAll(() => api?.stop())

const newKey = () => randomBytes(8).toString('hex')
const PATH = '/api/v1/questions'

const ask = (person: Person, change: JsonObject = {}, key = newKey()): Promise<Answer> =>
  person.call('POST', PATH, {
    body: { accountId: here.accountId, subject: 'The bill', text: 'Why so much?', ...change },
    headers: { 'idempotency-key': key },
  })

const reply = (person: Person, id: unknown, text = 'So it is.', key = newKey()) =>
  person.call('POST', `${PATH}/${String(id)}/reply`, {
    body: { text },
    headers: { 'idempotency-key': key },
  })

const act = (person: Person, id: unknown, what: string, body?: JsonObject) =>
  person.call('POST', `${PATH}/${String(id)}/${what}`, body === undefined ? {} : { body })

async function items(person: Person, path: string): Promise<readonly JsonObject[]> {
  const { status, body, text } = await person.call('GET', path)
  expect(status, text).toBe(200)
  return body.items as readonly JsonObject[]
}

const messages = (person: Person, id: unknown) =>
  items(person, `/api/v1/question-messages?questionId=${String(id)}`)
const notices = (kind: string) => items(owner, `/api/v1/notices?kind=${kind}&sort=-id`)

describe('a question', () => {
  it('goes to the managers and back, and tells each side in a notice of its own', async () => {
    const asked = await ask(tenant)
    expect(asked.status, asked.text).toBe(201)
    const { id } = asked.body
    const { siteId, accountId, tenantId } = here
    expect(asked.body).toMatchObject({ siteId, accountId, tenantId, state: 'open', version: 1 })
    expect(await notices('question-asked')).toMatchObject([
      {
        siteId,
        staffRole: 'manager',
        tenantId: null,
        subject: 'Question on account A-1: The bill',
      },
    ])
    const answered = await reply(manager, id, 'The cooling ran at night.')
    expect(answered.body).toMatchObject({ state: 'answered', assignedTo: manager.userId })
    const [told] = await notices('question-answered')
    expect(told).toMatchObject({
      accountId,
      tenantId,
      subject: 'Answer to your question: The bill',
    })
    expect(told?.text).toContain('The cooling ran at night.')
    const again = await reply(tenant, id, 'Who switched it on?')
    expect(again.body).toMatchObject({ state: 'open', assignedTo: manager.userId })
    expect(await notices('question-asked')).toHaveLength(2)
    const said = await messages(tenant, id)
    expect(said.map(({ side, text, authorId }) => [side, text, authorId])).toEqual([
      ['tenant', 'Why so much?', tenant.userId],
      ['staff', 'The cooling ran at night.', manager.userId],
      ['tenant', 'Who switched it on?', tenant.userId],
    ])
    expect(await messages(technician, id)).toEqual(said)
    const log = await items(owner, `/api/v1/audit-events?subject=questions:${String(id)}`)
    expect(log.map(({ operation }) => operation).sort()).toEqual(
      ['questions.ask', 'questions.reply', 'questions.reply'].sort(),
    )
  })

  it('is told in the language of who reads it', async () => {
    await api.pool.query("UPDATE tenant SET language = 'zh-CN' WHERE id = $1", [here.tenantId])
    const { body } = await ask(tenant, { subject: '三月账单' })
    await reply(manager, body.id, '见明细')
    const [told] = await notices('question-answered')
    expect(told).toMatchObject({ language: 'zh-CN', subject: '您的咨询已答复：三月账单' })
    await api.pool.query("UPDATE tenant SET language = 'en' WHERE id = $1", [here.tenantId])
  })

  it('is closed and reopened by either side, and takes no reply meanwhile', async () => {
    const { id } = (await ask(tenant)).body
    const closed = await act(tenant, id, 'close')
    expect(closed.body).toMatchObject({ state: 'closed', closedBy: tenant.userId })
    expect((await act(manager, id, 'close')).body).toEqual(closed.body)
    expect((await reply(manager, id)).body).toMatchObject({ status: 409, code: 'question-closed' })
    expect(await messages(manager, id)).toHaveLength(1)
    const reopened = await act(manager, id, 'reopen')
    expect(reopened.body).toMatchObject({ state: 'open', closedAt: null, closedBy: null })
    expect((await act(tenant, id, 'reopen')).body).toEqual(reopened.body)
    expect((await reply(manager, id)).body).toMatchObject({ state: 'answered' })
  })

  it('is assigned to the staff of its site alone', async () => {
    const { id } = (await ask(tenant)).body
    const assign = (userId: string | null) => act(manager, id, 'assign', { userId })
    expect((await assign(technician.userId)).body).toMatchObject({
      assignedTo: technician.userId,
    })
    for (const { userId } of [farManager, tenant, auditor])
      expect((await assign(userId)).body).toMatchObject({ errors: [{ pointer: '/userId' }] })
    const mine = await items(technician, `${PATH}?assignedTo=${technician.userId}`)
    expect(mine).toMatchObject([{ id }])
    // Whoever replies does not take it away from who looks after it.
    expect((await reply(manager, id)).body).toMatchObject({ assignedTo: technician.userId })
    expect((await assign(null)).body).toMatchObject({ assignedTo: null })
  })

  it('INV3: is asked and replied to once a key', async () => {
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(tenant, {}, key)))
    const [first] = answers
    for (const { body } of answers) expect(body).toEqual(first?.body)
    expect((await ask(tenant, { text: 'Other' }, key)).body).toMatchObject({
      code: 'idempotency-key-reused',
    })
    const id = first?.body.id
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => reply(manager, id, 'Once.', `${key}-r`)),
    )
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await messages(manager, id)).toHaveLength(2)
  })

  it('INV12: is of its tenant and its site alone', async () => {
    const { id } = (await ask(tenant)).body
    for (const person of [stranger, farManager]) {
      expect((await person.call('GET', `${PATH}/${String(id)}`)).status).toBe(404)
      expect((await reply(person, id)).status).toBe(404)
      for (const what of ['close', 'reopen']) expect((await act(person, id, what)).status).toBe(404)
      expect(await items(person, PATH)).toEqual([])
      expect(await messages(person, id)).toEqual([])
    }
    expect((await ask(stranger)).status).toBe(404)
    expect((await ask(manager)).status).toBe(403)
    expect((await reply(auditor, id)).status).toBe(403)
    expect((await act(tenant, id, 'assign', { userId: null })).status).toBe(403)
    expect(await items(auditor, PATH)).not.toHaveLength(0)
  })

  it('is told live to its tenant and its staff, and to nobody else', async () => {
    const live = await Promise.all([tenant, manager, stranger].map(listen))
    const { id } = (await ask(tenant)).body
    await reply(manager, id)
    await act(tenant, id, 'close')
    await act(tenant, id, 'reopen')
    await act(manager, id, 'assign', { userId: technician.userId })
    const types = ['asked', 'replied', 'closed', 'reopened', 'assigned']
    // What was asked just before may still be on its way.
    const own = (at: number) => live[at]?.facts.filter(({ data }) => data.questionId === id) ?? []
    for (const at of [0, 1])
      await expect
        .poll(() => own(at).map(({ type }) => type), { timeout: 10_000 })
        .toEqual(types.map((type) => `question-${type}`))
    expect(own(0)[1]?.data).toMatchObject({ state: 'answered' })
    expect(live[2]?.facts).toEqual([])
    for (const { close } of live) await close()
  })
})

/** The live facts of questions, as a person sees them. */
async function listen(person: Person) {
  const controller = new AbortController()
  const response = await fetch(`${api.url}/api/v1/events?topics=question`, {
    headers: { cookie: person.cookie },
    signal: controller.signal,
  })
  expect(response.status).toBe(200)
  const facts: { readonly type: string; readonly data: JsonObject }[] = []
  const reading = (async () => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines)
        if (line.startsWith('data: ')) facts.push(JSON.parse(line.slice('data: '.length)))
    }
  })().catch(() => undefined)
  return {
    facts,
    async close() {
      controller.abort()
      await reading
    },
  }
}
