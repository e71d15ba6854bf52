/** What an attempt to send came to grief on. */
export interface Failure {
  readonly retryable: boolean
  /** Whether the server itself is the trouble, so that other messages would fare no better. */
  readonly ofServer: boolean
  /** For a person; holds no secret. */
  readonly detail: string
}

/** Commands whose refusal concerns one message alone. */
const MESSAGE_COMMANDS = /^(MAIL FROM|RCPT TO|DATA)/

/** Reads an error of nodemailer: `code`, and where the server answered `responseCode`, `command`. */
export function readFailure(thrown: unknown, secrets: readonly string[]): Failure {
  const error: Partial<Record<string, unknown>> =
    typeof thrown === 'object' && thrown !== null ? { ...thrown } : {}
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const detail = redact(message, secrets).slice(0, 500)
  const { code, command, responseCode } = error
  const ofMessage = typeof command === 'string' && MESSAGE_COMMANDS.test(command)
  // 421 closes the connection, whatever command it answers (RFC 5321, 3.8).
  if (typeof responseCode === 'number' && ofMessage && responseCode !== 421)
    return { retryable: error.permanent !== true, ofServer: false, detail }
  if (code === 'EENVELOPE' || code === 'EMESSAGE' || code === 'ESTREAM')
    return { retryable: false, ofServer: false, detail }
  return { retryable: true, ofServer: true, detail }
}

/** A server may repeat what it was told; what is secret is taken out, also in base64. */
function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, Buffer.from(secret).toString('base64')])
    .reduce((shown, secret) => shown.replaceAll(secret, '…'), text)
}
