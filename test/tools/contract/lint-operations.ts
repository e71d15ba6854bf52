import { isObject, type JsonObject, objectAt, resolvePointer } from './json.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'patch']
const ACTION = /^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/
const PROBLEM = '#/components/schemas/Problem'

/** Every operation names its action, explains itself, says who may call it and how it fails. */
export function checkOperations(document: JsonObject): string[] {
  return Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = isObject(item) ? item[method] : undefined
      if (!isObject(operation)) return []
      const place = `${method.toUpperCase()} ${path}`
      return checkOperation({ document, operation }).map((message) => `${place}: ${message}`)
    }),
  )
}

interface Subject {
  readonly document: JsonObject
  readonly operation: JsonObject
}

function checkOperation({ document, operation }: Subject): string[] {
  const { operationId, tags, security } = operation
  return [
    typeof operationId === 'string' && ACTION.test(operationId)
      ? ''
      : 'operationId is not of the form service.action.',
    ...['summary', 'description'].map((key) => (operation[key] ? '' : `has no ${key}.`)),
    Array.isArray(tags) && tags.length > 0 ? '' : 'has no tags.',
    Array.isArray(security) ? '' : 'does not say its security ([] for everybody).',
    answersProblems({ document, operation }) ? '' : 'has no default response of problem+json.',
  ].filter((message) => message !== '')
}

function answersProblems({ document, operation }: Subject): boolean {
  const response = objectAt(operation, 'responses', 'default')
  const target =
    typeof response.$ref === 'string' ? resolvePointer(document, response.$ref) : response
  return objectAt(target, 'content', 'application/problem+json', 'schema').$ref === PROBLEM
}
