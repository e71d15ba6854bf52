import { expect, test } from 'vitest'
import { createClientAddress } from './client-address.ts'

const at = (trusted: readonly string[], remoteAddress: string, told?: string) =>
  createClientAddress({ trusted })({
    socket: { remoteAddress } as never,
    headers: told === undefined ? {} : { 'x-forwarded-for': told },
  })

test('AU3: without a trusted proxy a header moves nothing', () => {
  expect(at([], '203.0.113.7', '198.51.100.1')).toBe('203.0.113.7')
  expect(at(['127.0.0.1'], '203.0.113.7', '198.51.100.1')).toBe('203.0.113.7')
})

test('behind one the header is read from its end, so that what the client wrote moves nothing', () => {
  const trusted = ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']
  expect(at(trusted, '127.0.0.1', '198.51.100.1')).toBe('198.51.100.1')
  expect(at(trusted, '::ffff:127.0.0.1', '1.2.3.4, 198.51.100.1')).toBe('198.51.100.1')
  expect(at(trusted, '127.0.0.1', '1.2.3.4, 198.51.100.1, 10.1.2.3')).toBe('198.51.100.1')
  expect(at(trusted, '2001:db8::1', '2001:db9::5')).toBe('2001:db9::5')
})

test('what is no address ends the reading at the nearest one that is', () => {
  expect(at(['127.0.0.1'], '127.0.0.1')).toBe('127.0.0.1')
  expect(at(['127.0.0.1'], '127.0.0.1', 'unknown')).toBe('127.0.0.1')
  expect(at(['127.0.0.1', '10.0.0.1'], '127.0.0.1', '1.1.1.1, <b>, 10.0.0.1')).toBe('10.0.0.1')
  expect(at(['127.0.0.1'], '127.0.0.1', '198.51.100.1:4711')).toBe('198.51.100.1')
  expect(at(['127.0.0.1'], '127.0.0.1', '[2001:db8::9]:4711')).toBe('2001:db8::9')
})
