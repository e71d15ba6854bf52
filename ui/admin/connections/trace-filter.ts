import type { TraceEntry } from '../../../core/generated/api.ts'

export type Way = 'both' | TraceEntry['direction']

/** Entries that hold the text, whatever its case, and went that way; newest first. */
export function matching(
  entries: readonly TraceEntry[],
  { text, way }: { readonly text: string; readonly way: Way },
): readonly TraceEntry[] {
  const wanted = text.trim().toLowerCase()
  return entries
    .filter(({ direction }) => way === 'both' || way === direction)
    .filter(({ peer, summary, detail }) =>
      [peer, summary, detail ?? ''].some((part) => part.toLowerCase().includes(wanted)),
    )
    .toReversed()
}
