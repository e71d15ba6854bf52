/** What a catalogue entry says of a code. */
export interface ErrorEntry {
  /** HTTP status that the code is answered with. */
  readonly status: number
  readonly title: string
  /** What the reader can do about it. */
  readonly remedy: string
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean
}

/** Something to mend before the same is tried again. */
export function bad(title: string, remedy: string, status = 400): ErrorEntry {
  return { status, title, remedy, retryable: false }
}
