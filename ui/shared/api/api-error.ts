import type { Problem } from '../../../core/generated/api.ts'

/** A refusal, with what the server says to do about it. */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }
}

/** Whether it failed by this code of the catalogue. */
export const isProblem = (thrown: unknown, code: string): boolean =>
  thrown instanceof ApiError && thrown.problem.code === code
