import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ROLES, STAFF_ROLES } from '../../core/kernel/roles.ts'

const schema = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'))

test('roles are those of their schema, and a plugin’s page is for any of those who work at a site', () => {
  expect(ROLES).toEqual(schema('resources/role').enum)
  expect(STAFF_ROLES).toEqual(ROLES.filter((role) => role !== 'tenant'))
  const { pages } = schema('plugin-manifest').properties.contributes.properties
  expect(pages.items.properties.roles.items.enum).toEqual(STAFF_ROLES)
})
