/** As much as any channel shows. */
const MAX_LENGTH = 120

/** What the payer of a top-up reads at the channel, in the site's language. */
export function describeTopUp(of: {
  readonly accountCode: string
  readonly siteName: string
  /** BCP 47 tag. */
  readonly language: string
}): string {
  const { accountCode, siteName, language } = of
  const text = language.startsWith('zh')
    ? `账户 ${accountCode} 充值，${siteName}`
    : `Top-up of account ${accountCode}, ${siteName}`
  return [...text].slice(0, MAX_LENGTH).join('')
}
