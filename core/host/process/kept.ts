import type { KeptTexts } from '../../contracts/index.ts'
import { busbarError, errorCode } from '../../kernel/error.ts'
import { crossError } from '../boundary.ts'
import type { TextMethod } from './protocol.ts'

/** Answers what a plugin's process asks of what is kept of its own. */
export type TextAnswers = (request: {
  readonly method: TextMethod
  /** As it came: not judged yet. */
  readonly body: unknown
}) => Promise<unknown>

/** A plugin reaches its own texts and no others: names and texts are judged before the core sees them. */
export function createTextAnswers(texts: KeptTexts | undefined): TextAnswers {
  return async ({ method, body }) => {
    if (!texts) throw busbarError('unsupported', { detail: 'Nothing can be kept here.' })
    const name = textOf(body, 'name')
    try {
      if (method === 'get') return await texts.get({ name })
      return await texts.set({ name, text: textOf(body, 'text') })
    } catch (thrown) {
      // The core's own failure, such as a full disk, is not told in its own words.
      throw errorCode(thrown) ? crossError(thrown, (text) => text) : busbarError('internal')
    }
  }
}

function textOf(body: unknown, name: 'name' | 'text'): string {
  const value: unknown =
    typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  if (typeof value === 'string') return value
  throw busbarError('validation-failed', { detail: `Its ${name} is no text.` })
}

/** What the child's plugin is given: each question goes to the core. */
export function askedTexts(
  ask: (method: TextMethod, body: unknown) => Promise<unknown>,
): KeptTexts {
  return Object.freeze({
    get: async ({ name }) => (await ask('get', { name })) as string | null,
    set: async ({ name, text }) => void (await ask('set', { name, text })),
  } satisfies KeptTexts)
}
