import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../kernel/canonical.ts'
import { createRedact, SECRET_MASK } from './redact.ts'
import { mapSecrets, maskSecrets, secretPointers, secretTexts, unmaskSecrets } from './secrets.ts'

const secret: JsonObject = { type: 'string', writeOnly: true }
const schema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    host: { type: 'string' },
    'pass/word': secret,
    tls: { $ref: '#/$defs/tls' },
    users: { type: 'array', items: { type: 'object', properties: { name: {}, pin: secret } } },
    headers: { type: 'object', additionalProperties: secret },
    auth: { oneOf: [{ type: 'object', properties: { token: secret } }, { type: 'null' }] },
  },
  $defs: { tls: { type: 'object', properties: { ca: {}, key: secret } } },
}
const value: JsonObject = {
  host: 'here',
  'pass/word': 'first secret',
  tls: { ca: 'public', key: 'second secret' },
  users: [
    { name: 'a', pin: '0001' },
    { name: 'b', pin: '0002' },
  ],
  headers: { 'X-Key': 'third secret' },
  auth: { token: 'fourth secret' },
}

test('finds secrets through references, arrays, maps and alternatives', () => {
  expect(secretPointers(schema)).toEqual([
    '/auth/token',
    '/headers/*',
    '/pass~1word',
    '/tls/key',
    '/users/*/pin',
  ])
  expect(secretPointers({ type: 'object', properties: { a: {} } })).toEqual([])
})

describe('a form', () => {
  const masked = maskSecrets({ schema, value })

  test('never shows a secret, and shows all else', () => {
    expect(masked).toEqual({
      ...{ host: 'here', 'pass/word': SECRET_MASK, tls: { ca: 'public', key: SECRET_MASK } },
      users: [
        { name: 'a', pin: SECRET_MASK },
        { name: 'b', pin: SECRET_MASK },
      ],
      ...{ headers: { 'X-Key': SECRET_MASK }, auth: { token: SECRET_MASK } },
    })
  })

  test('gives stored secrets back where the mask was left, and takes new ones', () => {
    const answer = { ...masked, host: 'there', 'pass/word': 'new secret' }
    expect(unmaskSecrets({ schema, value: answer, stored: value })).toEqual({
      ...value,
      ...{ host: 'there', 'pass/word': 'new secret' },
    })
  })

  test('a mask with no secret behind it is left out', () => {
    const answer = { host: 'here', 'pass/word': SECRET_MASK }
    expect(unmaskSecrets({ schema, value: answer, stored: { host: 'here' } })).toEqual({
      host: 'here',
    })
  })
})

test('secrets can be sealed and opened again', () => {
  const seal = (of: JsonObject, by: (text: string) => string) =>
    mapSecrets({ schema, value: of, replace: (text) => by(String(text)) })
  const sealed = seal(value, (text) => Buffer.from(text).toString('hex'))
  expect(JSON.stringify(sealed)).not.toMatch(/secret|0001/)
  expect(seal(sealed, (text) => Buffer.from(text, 'hex').toString())).toEqual(value)
})

test('secrets are struck from texts', () => {
  const redact = createRedact(secretTexts({ schema, value }))
  expect(redact('with first secret and 0002 at here')).toBe(
    `with ${SECRET_MASK} and ${SECRET_MASK} at here`,
  )
})
