const RETRY_MS = 3_000

/**
 * Listens to an address of server-sent events until what it gives back is called. After a break the browser itself goes
 * on where it left off, by the last event's id.
 */
export function openStream({
  path,
  on,
  refused,
  heard,
}: {
  readonly path: string
  /** By the event's name, with its data. */
  readonly on: Readonly<Record<string, (data: string) => void>>
  /** A while after the server has refused, or closed it for good. */
  readonly refused: () => void
  /** Whether the line stands, each time that it is made or breaks. */
  readonly heard?: (isLive: boolean) => void
}): () => void {
  let retry: ReturnType<typeof setTimeout> | undefined
  const source = new EventSource(path)
  source.onopen = () => heard?.(true)
  source.onerror = () => {
    heard?.(false)
    // A refusal closes it for good; a broken line is opened again by the browser itself.
    if (source.readyState === EventSource.CLOSED) retry = setTimeout(refused, RETRY_MS)
  }
  for (const [name, act] of Object.entries(on))
    source.addEventListener(name, ({ data }: MessageEvent<string>) => act(data))
  return () => {
    clearTimeout(retry)
    source.close()
  }
}
