import { createConfig, lintFromString } from '@redocly/openapi-core'
import type { JsonObject } from './json.ts'
import { checkExamples } from './lint-examples.ts'
import { checkOperations } from './lint-operations.ts'
import { checkSchemas } from './lint-schemas.ts'

/** Everything that is wrong with the contract, each with its place; empty when nothing is. */
export async function lintContract(document: JsonObject): Promise<string[]> {
  return [
    ...(await checkOpenApi(document)),
    ...checkOperations(document),
    ...checkSchemas(document),
    ...checkExamples(document),
  ]
}

/** Redocly's recommended rules; its warnings count as errors. */
async function checkOpenApi(document: JsonObject): Promise<string[]> {
  const config = await createConfig({
    extends: ['recommended'],
    rules: {
      // Events, the manifest and shared parameters are vocabulary, used or not.
      'no-unused-components': 'off',
      // Every operation answers any error by `default`, which checkOperations sees to.
      'operation-4xx-response': 'off',
    },
  })
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: 'openapi.json',
    config,
  })
  return problems.map(({ ruleId, message, location }) => {
    const pointer = location.find((place) => place.pointer !== undefined)?.pointer ?? ''
    return `${pointer}: ${message} (${ruleId})`
  })
}
