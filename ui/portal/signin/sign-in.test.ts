import { beforeAll, expect, it, vi } from 'vitest'

let parts: typeof import('./sign-in.ts')

beforeAll(async () => {
  // What a browser has and these functions never ask.
  vi.stubGlobal('location', { origin: 'http://127.0.0.1' })
  vi.stubGlobal('localStorage', { getItem: () => 'en' })
  parts = await import('./sign-in.ts')
})

it('reads what a link carries behind its #', () => {
  expect(parts.secretsOf('#email=li%40busbar.example&code=123456')).toEqual({
    ...{ email: 'li@busbar.example', code: '123456' },
  })
  expect(parts.secretsOf('')).toEqual({})
})

it('leads nowhere but into the portal after the sign-in', () => {
  expect(parts.targetOf('/bills?x=1')).toBe('/bills?x=1')
  for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', undefined, ['/a']])
    expect(parts.targetOf(to)).toBe('/')
})
