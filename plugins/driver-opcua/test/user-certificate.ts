import type { JsonObject } from '@busbar/core/contracts'
import { loadLibrary } from '../library.ts'

/** A user's certificate and key, as the settings take them. */
export async function makeUserCertificate(): Promise<JsonObject> {
  const { crypto_utils: crypto } = await loadLibrary()
  const key = await crypto.generatePrivateKey(2_048)
  const { cert } = await crypto.createSelfSignedCertificate({
    privateKey: key,
    subject: '/CN=A user',
    notBefore: new Date(),
    validity: 30,
    purpose: crypto.CertificatePurpose.ForUserAuthentication,
  })
  const { privPem } = await crypto.privateKeyToPEM(key)
  return { userCertificate: cert, userPrivateKey: privPem }
}
