import { describe, expect, test } from 'vitest'
import { fault, faultSaid, sentenceOf } from '../../../core/flow/bulk/faults.ts'
import type { FaultCode } from '../../../core/flow/bulk/ports.ts'
import { FAULTS } from '../../../core/kernel/faults.ts'
import report from '../../../schemas/resources/bulk-report.schema.json' with { type: 'json' }
import faults from '../../../schemas/ui/faults.json' with { type: 'json' }

type Words = Readonly<Record<'en' | 'zh-CN', string>>
interface Fault extends Words {
  readonly plain?: Words
  readonly values?: Readonly<Record<string, Words>>
}

const all = Object.entries(faults as Readonly<Record<string, Fault>>)
const bracesOf = (text: string) => [...text.matchAll(/\{([a-z]+)\}/g)].map(([, name]) => name)

describe('what can be wrong with a file', () => {
  test('has a code as the contract wants it', () => {
    const { rows, notes } = report.properties
    const patterns = [rows.items.properties.errors, notes].map(
      ({ items }) => new RegExp(items.properties.code.pattern),
    )
    for (const code of Object.keys(faults))
      for (const pattern of patterns) expect(code).toMatch(pattern)
    expect(FAULTS).toEqual(faults)
  })

  test.each(all)('%s is said in both languages, with the same values', (_code, words) => {
    for (const { en, 'zh-CN': chinese } of [words, ...(words.plain ? [words.plain] : [])]) {
      expect(en).toMatch(/\p{Script=Latin}|\{/u)
      expect(chinese).toMatch(/\p{Script=Han}/u)
      expect(bracesOf(chinese).sort()).toEqual(bracesOf(en).sort())
    }
    for (const { en, 'zh-CN': chinese } of Object.values(words.values ?? {}))
      expect([en, chinese]).not.toContain('')
  })
})

describe('a fault', () => {
  test('is told by what a validator says, with its value and its place', () => {
    expect(faultSaid('must be one of a, b')).toEqual(fault('enum', { value: 'a, b' }))
    expect(sentenceOf(faultSaid('must be integer'), 'zh-CN')).toBe('类型不正确：应为整数。')
    expect(sentenceOf(faultSaid('is missing'), 'en')).toBe('Please fill this in.')
    const placed = fault('minimum', { value: '3', place: 'topic' })
    expect(sentenceOf(placed, 'zh-CN')).toBe('topic: 必须大于或等于 3。')
    expect(sentenceOf(faultSaid('takes nothing of the kind'), 'en')).toBe(
      'takes nothing of the kind',
    )
  })

  test('has nothing of its values read as a place for others', () => {
    const hostile = fault('referenceUnknown', { name: '{kind}', kind: 'spaces' })
    expect(sentenceOf(hostile, 'en')).toContain('"{kind}" in spaces')
    const all = (Object.keys(FAULTS) as FaultCode[]).map((code) =>
      sentenceOf(fault(code, { value: '$&' }), 'zh-CN'),
    )
    for (const sentence of all) expect(sentence).not.toContain('{value}')
  })
})
