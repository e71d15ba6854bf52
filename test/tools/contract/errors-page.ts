interface ErrorEntry {
  readonly status: number
  readonly title: string
  readonly remedy: string
  readonly retryable: boolean
}

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')

/** docs/errors.md: every code that an answer can bear, and what to do about it. */
export function errorsPage(catalogue: Readonly<Record<string, ErrorEntry>>): string {
  const rows = Object.entries(catalogue)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([code, { status, title, remedy, retryable }]) =>
        `| \`${code}\` | ${status} | ${cell(title)} | ${cell(remedy)} | ${retryable ? 'yes' : 'no'} |`,
    )
  return `# Errors

Generated from the catalogue in the kernel by \`npm run generate\`. Errors are answered as problem+json (RFC 9457). Match
them by \`code\`: a code is never renamed or given another meaning. Where *again* says yes, the same request may succeed
later, unchanged.

| code | status | title | what to do | again |
|---|---|---|---|---|
${rows.join('\n')}
`
}

/** ui/locales/en/errors.json: what pages say of each code in English; the other languages are written by hand. */
export function errorTexts(catalogue: Readonly<Record<string, ErrorEntry>>): string {
  const texts = Object.entries(catalogue)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, { title, remedy }]) => [code, { title, remedy }])
  return `${JSON.stringify(Object.fromEntries(texts), undefined, 2)}\n`
}
