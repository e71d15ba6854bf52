/** Stands where a secret is, when a configuration is shown. */
export const SECRET_MASK = '••••••••'

/** Replaces each given secret in a text; shorter than four characters they are left, as noise. */
export function createRedact(secrets: readonly string[]): (text: string) => string {
  const long = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length)
  return (text) => long.reduce((result, secret) => result.replaceAll(secret, SECRET_MASK), text)
}
