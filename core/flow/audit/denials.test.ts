import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDenialLog, type Denial } from './denials.ts'
import type { AuditDraft } from './ports.ts'

const LIMITS = { lines: 3, linesOfAll: 20, windowMs: 1_000, keys: 5 }

function rig() {
  const lines: AuditDraft[] = []
  let now = 1_000_000
  let failing = false
  const log = createDenialLog({
    audit: {
      append: async (draft) => {
        if (failing) throw new Error('away')
        lines.push(draft)
      },
    },
    clock: { now: () => now },
    limits: LIMITS,
  })
  const of = (ip: string, code = 'unauthenticated', userId: string | null = null): Denial => ({
    actor: { userId, name: userId, ip },
    operation: 'sites.list',
    subject: 'sites',
    code,
  })
  return {
    ...{ log, lines, of },
    pass: (ms: number) => {
      now += ms
    },
    fail: (value: boolean) => {
      failing = value
    },
  }
}

test('AU4: repetition gets some lines and then one that counts', async () => {
  const { log, lines, of, pass } = rig()
  for (let time = 0; time < 100; time += 1) await log.record(of('10.0.0.1'))
  await log.record(of('10.0.0.1', 'forbidden', 'u1'))
  expect(lines).toHaveLength(LIMITS.lines + 1)
  pass(LIMITS.windowMs)
  await log.flush()
  expect(lines.at(-1)).toMatchObject({
    outcome: 'denied',
    subject: 'denials',
    actor: { ip: '10.0.0.1' },
    after: { code: 'unauthenticated', repeated: 97 },
  })
  await log.record(of('10.0.0.1'))
  expect(lines.at(-1)).toMatchObject({ subject: 'sites' })
})

test('AU4: many addresses cannot fill the log or the memory, and each denial is counted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 40 }), { maxLength: 200 }), async (addresses) => {
      const { log, lines, of } = rig()
      for (const address of addresses) await log.record(of(`10.0.0.${address}`))
      expect(lines.length).toBeLessThanOrEqual(LIMITS.linesOfAll)
      await log.flush({ all: true })
      const counted = lines.map(({ after }) => Number(Reflect.get(Object(after), 'repeated') ?? 1))
      expect(counted.reduce((sum, count) => sum + count, 0)).toBe(addresses.length)
      expect(lines.length).toBeLessThanOrEqual(LIMITS.linesOfAll + LIMITS.keys + 1)
    }),
  )
})

test('what could not be written is counted on', async () => {
  const { log, lines, of, pass, fail } = rig()
  for (let time = 0; time < 10; time += 1) await log.record(of('10.0.0.1'))
  pass(LIMITS.windowMs)
  fail(true)
  await expect(log.flush()).rejects.toThrow('away')
  fail(false)
  await log.flush()
  expect(lines.at(-1)?.after).toMatchObject({ repeated: 7 })
})
