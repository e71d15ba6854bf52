import { busbarError, errorMessage } from '../../kernel/error.ts'
import type { CommandContext } from '../command.ts'

const ANSWER_MS = 60_000

/** Has a running instance look at its plugins' folders again; without address or key, says how. */
export async function tellRunning(
  { config, print }: CommandContext,
  givenUrl: string | undefined,
): Promise<number> {
  const { host, port } = config.http
  const url = givenUrl ?? (port === null ? null : `http://${host}:${port}`)
  if (config.apiKey === null || url === null) {
    print(
      'The next start finds that out. A running Busbar does by POST /api/v1/plugins/rescan, which this command sends itself when it has --url and, in BUSBAR_API_KEY, the API key of an owner.',
    )
    return 0
  }
  const answer = await ask(new URL('/api/v1/plugins/rescan', url), config.apiKey)
  const lists = ['added', 'reloaded', 'removed'] as const
  const told = lists.map((name) => `${name}: ${(answer[name] ?? []).join(', ') || 'none'}`)
  print(`The Busbar at ${url} looked again: ${told.join('; ')}.`)
  return 0
}

async function ask(url: URL, apiKey: string): Promise<Record<string, readonly string[]>> {
  const signal = AbortSignal.timeout(ANSWER_MS)
  try {
    const response = await fetch(url, { method: 'POST', headers: { 'x-api-key': apiKey }, signal })
    const body = (await response.json()) as Record<string, readonly string[]> & { title?: string }
    if (response.ok) return body
    throw new Error(`${response.status} ${body.title ?? ''}`)
  } catch (cause) {
    throw busbarError('rescan-failed', { detail: `${url.origin}: ${errorMessage(cause)}`, cause })
  }
}
