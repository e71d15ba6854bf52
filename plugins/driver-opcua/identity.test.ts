import { X509Certificate } from 'node:crypto'
import { busbarError, type KeptTexts } from '@busbar/core/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { createFindIdentity } from './identity.ts'
import { type Library, loadLibrary } from './library.ts'
import { readSettings } from './settings.ts'

let library: Library
beforeAll(async () => {
  library = await loadLibrary()
}, 60_000)

const settings = readSettings({ url: 'opc.tcp://meters.example' })

function memory(): KeptTexts & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>()
  return {
    texts,
    get: async ({ name }) => texts.get(name) ?? null,
    set: async ({ name, text }) => void texts.set(name, text),
  }
}

describe('the own certificate', () => {
  it('is made once, also for those who ask at once, and found again after a restart', async () => {
    const kept = memory()
    const find = createFindIdentity(kept)
    const [one, other] = await Promise.all([
      find({ library, settings }),
      find({ library, settings }),
    ])
    expect(other).toEqual(one)
    expect(await createFindIdentity(kept)({ library, settings })).toEqual(one)
    const certificate = new X509Certificate(one.certificate)
    expect(certificate.subjectAltName).toContain(one.applicationUri)
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now() + 9 * 365 * 86_400_000)
  })

  it('is made anew where the key that sealed it is gone, and nowhere else', async () => {
    const gone = busbarError('secret-unreadable')
    const unreadable = { ...memory(), get: () => Promise.reject(gone) }
    const made = await createFindIdentity(unreadable)({ library, settings })
    expect(made.certificate).toContain('BEGIN CERTIFICATE')
    const broken = { ...memory(), get: () => Promise.reject(new Error('disk')) }
    await expect(createFindIdentity(broken)({ library, settings })).rejects.toThrow('disk')
  })

  it("is the connection's where that brings one, which has to name an application URI", async () => {
    const find = createFindIdentity(undefined)
    const { certificate, privateKey } = await find({ library, settings })
    const own = { ...settings, certificate, privateKey }
    expect(await createFindIdentity(undefined)({ library, settings: own })).toMatchObject({
      certificate,
      privateKey,
    })
    const wrong = { ...settings, certificate: 'none', privateKey }
    await expect(find({ library, settings: wrong })).rejects.toThrow('cannot be read')
  })
})
