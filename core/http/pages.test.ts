import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { APP_POLICY } from './headers.ts'
import { withPages } from './pages.ts'
import { type HttpServer, startHttpServer } from './server.ts'

let folder: string
let server: HttpServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'busbar-pages-'))
  mkdirSync(join(folder, 'portal'))
  mkdirSync(join(folder, 'assets'))
  for (const name of ['index.html', 'portal/index.html', 'assets/a-1.js'])
    writeFileSync(join(folder, name), name)
  const handler = withPages({
    folder,
    next: (_request, response) => {
      response.statusCode = 404
      response.end('the API')
    },
  })
  server = await startHttpServer({ handler, host: '127.0.0.1', port: 0, https: false })
})
afterAll(async () => {
  await server.drain({ timeoutMs: 1_000 })
  rmSync(folder, { recursive: true })
})

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, { headers })
const HTML = { accept: 'text/html' }

it('serves each application its page, at its own address and at those that it finds its way from', async () => {
  for (const [path, page] of [
    ['/', 'index.html'],
    ['/sites/4', 'index.html'],
    ['/portal', 'portal/index.html'],
    ['/portal/bills/7', 'portal/index.html'],
  ] as const) {
    const answer = await ask(path, HTML)
    expect([path, await answer.text()]).toEqual([path, page])
    expect(answer.headers.get('content-security-policy')).toBe(APP_POLICY)
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  }
  const script = await ask('/assets/a-1.js')
  expect(script.headers.get('cache-control')).toContain('immutable')
})

it.each(['/', '/portal/', '/portal/bills'])(
  'keeps the page’s policy in an answer that %s has not changed',
  async (path) => {
    const etag = String((await ask(path, HTML)).headers.get('etag'))
    const again = await ask(path, { ...HTML, 'if-none-match': etag })
    expect(again.status).toBe(304)
    expect(again.headers.get('content-security-policy')).toBe(APP_POLICY)
    expect(again.headers.get('cache-control')).toBe('no-cache')
  },
)

it('leaves what is no page to the API, with the API’s own headers', async () => {
  for (const path of ['/api/v1/sites', '/assets/none.js', '/none']) {
    const answer = await ask(path)
    expect(await answer.text()).toBe('the API')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; frame")
    expect(answer.headers.get('cache-control')).toBe('no-store')
  }
})
