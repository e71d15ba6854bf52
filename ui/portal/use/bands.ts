/** Colours of time-of-use bands, told apart in light and dark and by most who do not see all colours. */
const COLORS: Readonly<Record<string, string>> = {
  sharp: '#c2336b',
  peak: '#e0792b',
  shoulder: '#c9a227',
  flat: '#1f9e8a',
  'off-peak': '#4f7fd6',
  valley: '#4f7fd6',
  'deep-valley': '#7a5cc9',
}
const OTHERS = ['#1f9e8a', '#e0792b', '#4f7fd6', '#c2336b', '#7a5cc9']

/** The colour of a band; one that has no name here gets one by its place among those shown. */
export function bandColor(band: string, among: readonly string[]): string {
  const place = Math.max(0, among.indexOf(band))
  return COLORS[band] ?? OTHERS[place % OTHERS.length] ?? '#1f9e8a'
}
