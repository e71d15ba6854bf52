import type { Problem } from '../../../core/generated/api.ts'

/** A refusal, with what the server says to do about it. */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }
}

const UNREADABLE = 'The answer cannot be read. Try again; if it stays so, tell whoever runs Busbar.'

/** What an answer that is no success says went wrong. */
export async function problemOf(response: Response): Promise<ApiError> {
  try {
    const problem: Problem = await response.json()
    if (typeof problem.code === 'string') return new ApiError(problem)
  } catch {
    // Something between here and the core has answered in its place.
  }
  const { status, statusText } = response
  const title = statusText === '' ? `Status ${status}` : statusText
  return new ApiError({
    type: 'about:blank',
    ...{ title, status, detail: UNREADABLE, code: 'unreadable-answer', retryable: true },
  })
}

/** Any failure in words for the reader. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof ApiError) return thrown.message
  // fetch throws a TypeError when it cannot reach the server.
  if (thrown instanceof TypeError) return 'offline'
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Whether it failed by this code of the catalogue. */
export const isProblem = (thrown: unknown, code: string): boolean =>
  thrown instanceof ApiError && thrown.problem.code === code
