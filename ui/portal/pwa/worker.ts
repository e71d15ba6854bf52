// The portal's service worker: its pages open without a connection. Of the API it keeps nothing and answers nothing.

/** Put in by the build: files of the portal, and what names this version of them. */
declare const __SHELL__: { readonly version: string; readonly files: readonly string[] }

/** What a service worker knows of its surroundings, as far as this one goes. */
interface WorkerScope {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', act: (event: Lasting) => void): void
  addEventListener(type: 'fetch', act: (event: Fetching) => void): void
  addEventListener(type: 'message', act: (event: { readonly data: unknown }) => void): void
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Lasting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

const SHELL = __SHELL__
const scope = globalThis as unknown as WorkerScope
const PAGE = '/portal/'
const FAMILY = 'busbar-portal-'
const CACHE = FAMILY + SHELL.version

scope.addEventListener('install', (event) => {
  event.waitUntil(
    // All of it or none: half a version would break on its first missing part.
    caches
      .open(CACHE)
      .then((cache) =>
        cache.addAll(SHELL.files.map((path) => new Request(path, { cache: 'no-cache' }))),
      ),
  )
})

scope.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys().then(async (names) => {
      const old = names.filter((name) => name.startsWith(FAMILY) && name !== CACHE)
      await Promise.all(old.map((name) => caches.delete(name)))
      await scope.clients.claim()
    }),
  )
})

scope.addEventListener('message', ({ data }) => {
  if (data === 'activate') void scope.skipWaiting()
})

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== scope.location.origin) return
  if (request.mode === 'navigate') {
    if (pathname === '/portal' || pathname.startsWith(PAGE)) event.respondWith(kept(PAGE, request))
  } else if (SHELL.files.includes(pathname)) event.respondWith(kept(pathname, request))
})

/** From this version's cache, or from the network where the browser has cleared it. */
async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(path)) ?? fetch(request)
}
