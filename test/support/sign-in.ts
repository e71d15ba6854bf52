/**
 * The cookie of whoever signs in by e-mail and password.
 * @throws with what was answered, where it is no success
 */
export async function cookieOf(
  url: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<string> {
  const response = await fetch(`${url}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) throw new Error(`Signing in as ${email}: ${await response.text()}`)
  const cookies = response.headers.getSetCookie()
  return cookies.map((text) => text.split(';')[0]).join('; ')
}
