import type { Role } from '../../kernel/roles.ts'

/** What stands behind the # is sent to no server, and so is in no log. */
const fragment = (values: Readonly<Record<string, string>>) =>
  `#${Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`

export function signInLink(
  publicUrl: string,
  { email, code }: { readonly email: string; readonly code: string },
): string {
  return `${publicUrl}/portal/sign-in${fragment({ email, code })}`
}

/** Tenants have a portal of their own. */
export function invitationLink(
  publicUrl: string,
  { role, token }: { readonly role: Role; readonly token: string },
): string {
  const path = role === 'tenant' ? '/portal/invitation' : '/invitation'
  return `${publicUrl}${path}${fragment({ token })}`
}
