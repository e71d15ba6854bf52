import { describe, expect, it } from 'vitest'
import { without, withPart } from './schema.ts'
import { counts, nextTask, TASKS, type TaskId } from './tasks.ts'

const NOTHING: ReadonlySet<TaskId> = new Set()

describe('the order of the guide', () => {
  it('lets every task be reached: what it needs comes before it', () => {
    const before = new Set<TaskId>()
    for (const { id, needs } of TASKS) {
      expect(needs.filter((need) => !before.has(need))).toEqual([])
      before.add(id)
    }
  })

  it('goes on with the first that is not there, passing what was put off', () => {
    expect(nextTask({}, NOTHING)?.id).toBe('profile')
    const known = { profile: { id: '1' }, site: { id: '2' } }
    expect(nextTask(known, NOTHING)?.id).toBe('connection')
    expect(nextTask(known, new Set<TaskId>(['connection']))?.id).toBe('space')
    expect(nextTask({}, new Set<TaskId>(['profile']))).toBe(null)
  })

  it('takes no driver for a payment channel, and no unpaid order for a top-up', () => {
    const task = (id: TaskId) => TASKS.find((each) => each.id === id)
    const [desk, topUp] = [task('desk'), task('topUp')]
    if (desk === undefined || topUp === undefined) throw new Error('no such task')
    expect(counts(desk, { extensionPoint: 'meterDrivers' })).toBe(false)
    expect(counts(desk, { extensionPoint: 'paymentProviders' })).toBe(true)
    expect(counts(topUp, { state: 'pending', credited: null })).toBe(false)
    expect(counts(topUp, { state: 'captured', credited: true })).toBe(true)
  })
})

describe("a form's schema", () => {
  const schema = {
    properties: { siteId: { type: 'string' }, config: { type: 'object' } },
    required: ['siteId', 'config'],
  }

  it('loses what is known already', () => {
    expect(without(schema, ['siteId'])).toEqual({
      properties: { config: { type: 'object' } },
      required: ['config'],
    })
  })

  it("takes a plugin's own, with its references followed within it", () => {
    const part = {
      properties: { desk: { $ref: '#/$defs/code' } },
      $defs: { code: { type: 'string' } },
    }
    expect(withPart(schema, 'config', part).properties?.config).toEqual({
      properties: { desk: { type: 'string' } },
      title: '',
    })
    expect(withPart(schema, 'terms', part)).toBe(schema)
  })
})
