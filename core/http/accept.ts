const CSV = 'text/csv'
const JSON_TYPE = 'application/json'

/** Whether an Accept header asks for CSV by name, and for JSON no more than for it (RFC 9110, 12.5.1). */
export function prefersCsv(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map((text) => {
    const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) }
  })
  const qualityOf = (wanted: string) => ranges.find(({ type }) => type === wanted)?.quality ?? 0
  return qualityOf(CSV) > 0 && qualityOf(CSV) >= qualityOf(JSON_TYPE)
}
