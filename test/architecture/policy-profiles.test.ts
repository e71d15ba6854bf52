import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { policyProfile } from '../../core/domain/supply/profile.ts'

const folder = new URL('../../schemas/policy-profiles/', import.meta.url)
const json = (url: URL) => JSON.parse(readFileSync(url, 'utf8'))

test('every ready policy profile is valid, and can be decided by', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true })
  addFormats.default(ajv)
  ajv.addVocabulary(['example'])
  const rules = new URL('../../schemas/resources/policy-rules.schema.json', import.meta.url)
  const validate = ajv.compile(json(rules))
  const files = readdirSync(folder).sort()
  expect(files).toEqual(['great-britain.json', 'mainland-china.json', 'none.json'])
  for (const file of files) {
    const profile = json(new URL(file, folder))
    expect(validate(profile.rules), ajv.errorsText(validate.errors)).toBe(true)
    expect(file).toBe(`${profile.code}.json`)
    expect(policyProfile({ ...profile, version: '1' }).code).toBe(profile.code)
  }
})
