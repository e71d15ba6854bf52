import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crypto_utils as crypto } from 'node-opcua'

/** An application's certificate and key, both as files and as PEM. */
export interface Pair {
  readonly certificateFile: string
  readonly privateKeyFile: string
  readonly certificate: string
  readonly privateKey: string
  readonly der: Buffer
  /** SHA-256, hex. */
  readonly thumbprint: string
}

const KEY_BITS = 2_048
/** The building's clock begins in another year than the wall clock's and runs fast: both are to find it valid. */
const VALID_FROM = new Date('2025-01-01T00:00:00Z')
const VALID_DAYS = 36_500

/** A self-signed application certificate, made when it is first asked for. */
export async function ensurePair(options: {
  readonly folder: string
  readonly name: string
  /** Of the certificate's owner: CN. */
  readonly commonName: string
  readonly applicationUri: string
}): Promise<Pair> {
  const { folder, name, commonName, applicationUri } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const certificateFile = join(folder, `${name}.pem`)
  const privateKeyFile = join(folder, `${name}.key`)
  // The certificate is written last: where it is, its key is.
  if (!existsSync(certificateFile)) {
    const key = await crypto.generatePrivateKey(KEY_BITS)
    const { cert } = await crypto.createSelfSignedCertificate({
      privateKey: key,
      subject: `/CN=${commonName}/O=Harbour House`,
      applicationUri,
      dns: ['localhost'],
      ip: ['127.0.0.1'],
      notBefore: VALID_FROM,
      validity: VALID_DAYS,
      purpose: crypto.CertificatePurpose.ForApplication,
    })
    const { privPem } = await crypto.privateKeyToPEM(key)
    writeFileSync(privateKeyFile, privPem, { mode: 0o600, flush: true })
    writeFileSync(certificateFile, cert, { mode: 0o600, flush: true })
  }
  const certificate = readFileSync(certificateFile, 'utf8')
  const { raw } = new X509Certificate(certificate)
  return {
    ...{ certificateFile, privateKeyFile, certificate, der: raw },
    privateKey: readFileSync(privateKeyFile, 'utf8'),
    thumbprint: createHash('sha256').update(raw).digest('hex'),
  }
}
