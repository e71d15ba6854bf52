const RUNS_HERE = ['javascript:', 'data:', 'blob:', 'vbscript:', 'file:']

/** A payment channel's link, to be followed: a page or a payment app's; null for anything that would run in this page. */
export function payerLink(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null
  return RUNS_HERE.includes(new URL(url).protocol) ? null : url
}
