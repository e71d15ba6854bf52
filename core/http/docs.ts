import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context, ServiceSchema } from 'moleculer'
import { defined } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { errorCatalogue } from '../kernel/error.ts'
import { PAGE_POLICY } from './headers.ts'

const LIBRARY = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')))

/** A page of the reference: its own parts within what all of them have. */
function pageOf(parts: {
  readonly title: string
  /** Style sheets by name, of those that are served beside it. */
  readonly styles: readonly string[]
  readonly body: string
}): string {
  const links = parts.styles.map((name) => `<link rel="stylesheet" href="/api/docs/${name}">`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${parts.title}</title>
<link rel="icon" type="image/png" href="/api/docs/favicon.png">
${links.join('\n')}
</head>
${parts.body}
</html>
`
}

const PAGE = pageOf({
  title: 'Busbar API',
  styles: ['swagger-ui.css', 'page.css'],
  body: `<body>
<div id="reference"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/init.js"></script>
</body>`,
})

const INIT = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  // Nothing is asked of anybody else's server.
  validatorUrl: null,
  // Keeps cookies out of other origins, and the session in ours.
  withCredentials: true,
})
`

const PAGE_STYLE = `body { margin: 0; background: #fff; }
body.errors { margin: 0 auto; max-width: 44rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
.errors section:target { background: #fff3c4; }
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 12px; }
  .swagger-ui .opblock .opblock-summary { flex-wrap: wrap; }
  .swagger-ui .opblock .opblock-summary-path { max-width: 100%; word-break: break-word; }
  .swagger-ui .opblock .opblock-summary-description { flex-basis: 100%; padding: 4px 10px; }
}
`

interface Meta {
  $responseType?: string
  $responseHeaders?: Record<string, string>
}

const FILES: Readonly<
  Record<string, { readonly type: string; readonly text?: string; readonly file?: string }>
> = {
  'swagger-ui.css': { type: 'text/css', file: 'swagger-ui.css' },
  'swagger-ui-bundle.js': { type: 'text/javascript', file: 'swagger-ui-bundle.js' },
  'favicon.png': { type: 'image/png', file: 'favicon-32x32.png' },
  'page.css': { type: 'text/css', text: PAGE_STYLE },
  'init.js': { type: 'text/javascript', text: INIT },
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Every error of the catalogue at a place of its own, where the `type` of a problem leads. */
function errorPage(): string {
  const entries = Object.entries(errorCatalogue).map(
    ([code, { status, title, remedy, retryable }]) =>
      [
        `<section id="${code}">`,
        `<h2>${escaped(title)}</h2>`,
        `<p><code>${code}</code>, status ${status}${retryable ? ', may be tried again' : ''}</p>`,
        `<p>${escaped(remedy)}</p>`,
        '</section>',
      ].join('\n'),
  )
  return pageOf({
    title: 'Busbar errors',
    styles: ['page.css'],
    body: `<body class="errors">
<h1>Errors</h1>
${entries.join('\n')}
</body>`,
  })
}

/** The reference of the API: the contract itself, and a page that shows it, all served from here. */
export function docsService({ contract }: { readonly contract: JsonObject }): ServiceSchema {
  const errors = errorPage()
  return {
    name: 'docs',
    actions: {
      contract: { visibility: 'published', handler: () => contract },
      page: {
        visibility: 'published',
        handler(ctx: Context<unknown, Meta>) {
          ctx.meta.$responseType = 'text/html; charset=utf-8'
          ctx.meta.$responseHeaders = { 'Content-Security-Policy': PAGE_POLICY }
          return PAGE
        },
      },
      errors: {
        visibility: 'published',
        handler(ctx: Context<unknown, Meta>) {
          ctx.meta.$responseType = 'text/html; charset=utf-8'
          ctx.meta.$responseHeaders = { 'Content-Security-Policy': PAGE_POLICY }
          return errors
        },
      },
      asset: {
        visibility: 'published',
        async handler(ctx: Context<{ path: { file: string } }, Meta>) {
          const { type, text, file } = defined(
            FILES[ctx.params.path.file],
            'a file of the contract',
          )
          ctx.meta.$responseType = type.startsWith('text/') ? `${type}; charset=utf-8` : type
          ctx.meta.$responseHeaders = { 'Cache-Control': 'public, max-age=3600' }
          return file === undefined ? Buffer.from(text ?? '') : readFile(join(LIBRARY, file))
        },
      },
    },
  }
}
