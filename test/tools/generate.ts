import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import openapiTypes, { astToString } from 'openapi-typescript'
import { errorCatalogue } from '../../core/kernel/error.ts'
import { bundleContract } from './contract/bundle.ts'
import { errorsPage, errorTexts } from './contract/errors-page.ts'
import { type JsonObject, objectAt } from './contract/json.ts'
import { lintContract } from './contract/lint.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Every generated file with what it should hold: a pure function of the sources. */
async function generated(document: JsonObject): Promise<Readonly<Record<string, string>>> {
  const json = `${JSON.stringify(document, undefined, 2)}\n`
  const types = await openapiTypes(json, {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    silent: true,
  })
  const banner = '// Generated from schemas/ by `npm run generate`: change those.\n'
  return {
    'core/generated/openapi.json': json,
    'core/generated/api.ts': `${banner}${astToString(types)}`,
    'core/kernel/roles.ts': `${banner}${rolesOf(document)}`,
    'core/kernel/faults.ts': `${banner}${faultsOf()}`,
    'docs/errors.md': errorsPage(errorCatalogue),
    'ui/locales/en/errors.json': errorTexts(errorCatalogue),
  }
}

/** What can be wrong with a value, and its words in each language. */
function faultsOf(): string {
  const faults: JsonObject = JSON.parse(readFileSync(join(ROOT, 'schemas/ui/faults.json'), 'utf8'))
  const lines = Object.entries(faults).map(
    ([code, words]) => `  ${code}: ${JSON.stringify(words)},`,
  )
  return `
/** What can be wrong with a value or a file, how validators say it, and its words: schemas/ui/faults.json. */
export const FAULTS = {
${lines.join('\n')}
} as const
`
}

/** The roles as a list that code can go through, for types alone are gone when it runs. */
function rolesOf(document: JsonObject): string {
  const { description, enum: roles } = objectAt(document, 'components', 'schemas', 'Role')
  const lines = (Array.isArray(roles) ? roles : []).map((role) => `  '${String(role)}',\n`)
  return `
/** ${String(description)} */
export const ROLES = [
${lines.join('')}] as const
export type Role = (typeof ROLES)[number]

/** Everybody who works at a site. */
export type StaffRole = Exclude<Role, 'tenant'>
export const STAFF_ROLES: readonly StaffRole[] = ROLES.filter((role) => role !== 'tenant')
`
}

function isCurrent(file: string, text: string): boolean {
  const path = join(ROOT, file)
  return existsSync(path) && readFileSync(path, 'utf8') === text
}

function write(file: string, text: string): void {
  const path = join(ROOT, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function fail(title: string, lines: readonly string[]): void {
  console.error([title, ...lines.map((line) => `  ${line}`)].join('\n'))
  process.exitCode = 1
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
  const document = bundleContract({ schemasDir: join(ROOT, 'schemas') })
  const problems = await lintContract(document)
  if (problems.length > 0) return fail('The contract in schemas/ has faults:', problems)
  const stale = Object.entries(await generated(document)).filter(
    ([file, text]) => !isCurrent(file, text),
  )
  const names = stale.map(([file]) => file)
  if (values.check && stale.length > 0) return fail('Stale: run `npm run generate`.', names)
  for (const [file, text] of values.check ? [] : stale) write(file, text)
  console.log(
    stale.length === 0 ? 'All generated files are current.' : `Wrote ${names.join(', ')}.`,
  )
}

await main()
