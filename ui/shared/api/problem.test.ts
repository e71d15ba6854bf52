import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { beforeAll, describe, expect, it, vi } from 'vitest'

type Codes = Readonly<Record<string, { readonly title: string; readonly remedy: string }>>
const textsOf = (language: string, area: string) =>
  JSON.parse(
    readFileSync(new URL(`../../locales/${language}/${area}.json`, import.meta.url), 'utf8'),
  )
/** The catalogue itself: generated from the kernel's, code by code. */
const catalogue: Codes = textsOf('en', 'errors')
const chinese: Codes = textsOf('zh-CN', 'errors')

async function load() {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
  const [{ i18n }, problems, places] = await Promise.all([
    import('../locale/i18n.ts'),
    import('./problem.ts'),
    import('./places.ts'),
  ])
  for (const language of ['en', 'zh-CN'])
    i18n.global.setLocaleMessage(language, {
      ...{ errors: textsOf(language, 'errors'), refusals: textsOf(language, 'refusals') },
      common: textsOf(language, 'common'),
    })
  return { i18n, ...problems, ...places }
}

let ui: Awaited<ReturnType<typeof load>>
beforeAll(async () => {
  ui = await load()
})

/** As the server answers a code. */
const refused = (code: string, more: object = {}) => {
  const { title = '', remedy = '' } = catalogue[code] ?? {}
  const answer = { type: 'x', status: 409, retryable: false }
  return new ui.ApiError({ ...answer, title, detail: remedy, code, ...more })
}
const inLanguage = (language: 'en' | 'zh-CN') => {
  ui.i18n.global.locale.value = language
}

describe('the catalogue of errors', () => {
  it('has every code in Chinese, and none that is no code any more', () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(catalogue).sort())
    const foreign = Object.entries(chinese).filter(
      ([, { title, remedy }]) =>
        !/\p{Script=Han}/u.test(title) || !/\p{Script=Han}.*。$/u.test(remedy),
    )
    expect(foreign).toEqual([])
  })

  it('is read in the reader’s language by code, with nothing of the English left', () => {
    inLanguage('zh-CN')
    for (const [code, english] of Object.entries(catalogue)) {
      const said = ui.messageOf(refused(code, { instance: 'urn:busbar:request:7f' }))
      const { title = '', remedy = '' } = chinese[code] ?? {}
      expect(said).toContain(title)
      expect(said).toContain(remedy)
      expect(said, code).not.toContain(english.remedy)
    }
  })
})

describe('a refusal in words', () => {
  it('keeps what the server says of this occurrence in English apart from the sentence', () => {
    const detail = 'About 9000 readings lie in the range; 5000 are the most.'
    inLanguage('zh-CN')
    const failure = refused('range-too-large', { detail })
    expect(ui.messageOf(failure)).toBe('范围内的内容过多。请缩短范围，或加大间隔。')
    expect(ui.technicalOf(failure)).toBe(detail)
    expect(ui.technicalOf(refused('range-too-large'))).toBe('')
    inLanguage('en')
    expect(ui.technicalOf(failure)).toBe('')
    expect(ui.messageOf(refused('range-too-large', { detail }))).toBe(
      `The range holds too much. ${detail}`,
    )
    expect(ui.messageOf(refused('forbidden'))).toBe(
      'Your roles do not allow this. Ask an owner for a role that does.',
    )
  })

  it('tells what depends on a thing, which is data, in the sentence itself', () => {
    inLanguage('zh-CN')
    const dependents = [{ resource: 'meteringPoints', count: 3, ids: ['1', '2', '3'] }]
    const failure = refused('in-use', { detail: 'It is in use (meteringPoints: 3).', dependents })
    expect(ui.messageOf(failure)).toMatch(/。\nmetering points: 3$/)
    expect(ui.technicalOf(failure)).toBe('It is in use (meteringPoints: 3).')
  })

  it('names the request where a fault of ours is to be reported', () => {
    inLanguage('zh-CN')
    const said = ui.messageOf(refused('internal', { instance: 'urn:busbar:request:01HX' }))
    expect(said).toContain('追踪编号：01HX')
  })

  it('says which fields are wrong, unless a form shows it at the fields', () => {
    inLanguage('zh-CN')
    const errors = [{ pointer: '/password', message: 'must NOT have fewer than 12 characters' }]
    const failure = refused('validation-failed', { errors })
    expect(ui.messageOf(failure)).toContain('password: 至少 12 个字符。')
    expect(ui.messageOf(failure, { withPlaces: false })).toBe('有 1 个字段需要处理。')
  })

  it('says what no code is known of as the server does, and that there is no connection', () => {
    inLanguage('zh-CN')
    const unknown = new ui.ApiError({
      ...{ type: 'x', title: 'New here', status: 409, code: 'of-a-later-version' },
      ...{ detail: 'Do this.', retryable: false },
    })
    expect(ui.messageOf(unknown)).toBe('New here.\nDo this.')
    expect(ui.messageOf(new TypeError('Failed to fetch'))).toContain('无法连接服务器')
  })

  it('reads no placeholders out of what the server says', () => {
    const hostile = "must have required property '{evil} @:common.save | <b>'"
    expect(ui.faultInWords(hostile)).toContain('{evil} @:common.save | <b>')
  })
})

describe('what validators say', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  formats.default(ajv)
  /** A schema and a value for each keyword that breaks it. */
  const broken: Readonly<Record<string, readonly [object, unknown]>> = {
    required: [{ required: ['a'] }, {}],
    additionalProperties: [{ additionalProperties: false }, { a: 1 }],
    unevaluatedProperties: [{ unevaluatedProperties: false }, { a: 1 }],
    enum: [{ enum: ['a', 'b'] }, 'c'],
    const: [{ const: 'a' }, 'c'],
    minLength: [{ minLength: 3 }, 'a'],
    maxLength: [{ maxLength: 3 }, 'abcd'],
    minItems: [{ minItems: 1 }, []],
    maxItems: [{ maxItems: 1 }, [1, 2]],
    minProperties: [{ minProperties: 1 }, {}],
    maxProperties: [{ maxProperties: 1 }, { a: 1, b: 2 }],
    uniqueItems: [{ uniqueItems: true }, [1, 1]],
    minimum: [{ minimum: 3 }, 1],
    maximum: [{ maximum: 3 }, 4],
    exclusiveMinimum: [{ exclusiveMinimum: 3 }, 3],
    exclusiveMaximum: [{ exclusiveMaximum: 3 }, 3],
    multipleOf: [{ multipleOf: 2 }, 3],
    pattern: [{ pattern: '^a$' }, 'b'],
    format: [{ format: 'email' }, 'b'],
    type: [{ type: 'integer' }, 'b'],
    oneOf: [{ oneOf: [{ const: 1 }, { const: 2 }] }, 3],
    anyOf: [{ anyOf: [{ const: 1 }, { const: 2 }] }, 3],
    contains: [{ contains: { const: 1 } }, [2]],
    dependentRequired: [{ dependentRequired: { a: ['b'] } }, { a: 1 }],
    propertyNames: [{ propertyNames: { const: 'a' } }, { b: 1 }],
    not: [{ not: {} }, 1],
    if: [JSON.parse('{ "if": {}, "then": { "minimum": 3 } }'), 1],
    'false schema': [{ properties: { a: false } }, { a: 1 }],
  }

  it.each(Object.entries(broken))('%s is said in Chinese', (keyword, [schema, value]) => {
    inLanguage('zh-CN')
    expect(ajv.validate(schema, value)).toBe(false)
    const said = ajv.errors?.find((error) => error.keyword === keyword)?.message ?? ''
    expect(ui.faultInWords(said), said).toMatch(/\p{Script=Han}/u)
    expect(ui.faultInWords(said)).not.toContain('refusals.')
    inLanguage('en')
    expect(ui.faultInWords(said)).not.toContain('refusals.')
  })
})
