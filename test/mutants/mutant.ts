/** A mistake that somebody could make, and the test that must notice it. */
export interface Mutant {
  /** Kebab case, unique. */
  readonly name: string
  /** Which invariant or requirement it breaks, as test titles bear it: `INV5`, `M2`. */
  readonly breaks: string
  /** The file that is changed while the test runs, from the root; nothing on disk changes. May be a migration. */
  readonly file: string
  /** Exact text that stands in the file once. */
  readonly search: string
  readonly replace: string
  /** The vitest file in which a test whose title bears the id must fail. */
  readonly test: string
}
