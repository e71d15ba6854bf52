import { expect, it } from 'vitest'
import { rendered } from './markdown.ts'

it('a text that somebody else wrote runs and fetches nothing', () => {
  const html = rendered(
    [
      '# Hello *there*',
      '<script>alert(1)</script><img src=x onerror=alert(1)>',
      '[run](javascript:alert(1)) [data](data:text/html;base64,AA) ![picture](https://example.org/x.png)',
      '[go](https://example.org)',
    ].join('\n\n'),
  )
  expect(html).toContain('<h1>Hello <em>there</em></h1>')
  expect(html).not.toMatch(/<(script|img)/)
  expect(html).not.toMatch(/href="(javascript|data):/)
  expect(html).toContain('<a href="https://example.org">go</a>')
})
