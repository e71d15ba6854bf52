import type { JsonObject } from '@busbar/core/contracts'

/** The connection as connection.schema.json describes it, defaults filled in. */
export interface EmailSettings {
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'none'
  readonly caPem: string | null
  readonly login: { readonly user: string; readonly password: string } | null
  readonly from: string
  readonly fromName: string
  readonly replyTo: string | null
  readonly timeoutMs: number
  readonly maxConnections: number
}

/** Reads a connection that is valid against the schema. */
export function readSettings(connection: JsonObject): EmailSettings {
  const text = (name: string): string | null => {
    const value = connection[name]
    return typeof value === 'string' ? value : null
  }
  const number = (name: string, otherwise: number): number => {
    const value = connection[name]
    return typeof value === 'number' ? value : otherwise
  }
  const [user, password] = [text('user'), text('password')]
  const security = text('security')
  return Object.freeze({
    host: text('host') ?? '',
    port: number('port', 587),
    security: security === 'tls' || security === 'none' ? security : 'starttls',
    caPem: text('caPem'),
    login: user === null || password === null ? null : Object.freeze({ user, password }),
    from: text('from') ?? '',
    fromName: text('fromName') ?? '',
    replyTo: text('replyTo'),
    timeoutMs: number('timeoutSeconds', 20) * 1_000,
    maxConnections: number('maxConnections', 3),
  })
}
