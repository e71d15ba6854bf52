import type { Instant } from '../../kernel/instant.ts'
import { chooseLanguage, formatWhen, oneLine, type RenderedNotice } from './render.ts'

/** What letters say that are not notices: they bring somebody in, and are kept nowhere. */
interface LetterPack {
  readonly code: { readonly subject: string; readonly lines: readonly string[] }
  readonly invitation: { readonly subject: string; readonly lines: readonly string[] }
  readonly everywhere: string
}

const packs: Readonly<Record<'en' | 'zh-CN', LetterPack>> = Object.freeze({
  en: {
    code: {
      subject: 'Your code to sign in to Busbar',
      lines: [
        'Your code to sign in: {code}',
        'Or open this link: {link}',
        '',
        'Both work once, within {minutes} minutes. Nobody will ever ask you for the code.',
        'If you did not ask for it, do nothing: nobody can sign in without it.',
      ],
    },
    invitation: {
      subject: 'Invitation to Busbar: {site}',
      lines: [
        '{inviter} invites you to Busbar at {site}.',
        'Open this link to accept: {link}',
        '',
        'It works once, until {until}.',
        'If you do not know what this is about, do nothing.',
      ],
    },
    everywhere: 'all sites',
  },
  'zh-CN': {
    code: {
      subject: 'Busbar登录验证码',
      lines: [
        '您的登录验证码：{code}',
        '也可以打开此链接：{link}',
        '',
        '验证码和链接只能使用一次，{minutes}分钟内有效。任何人都不会向您索要验证码。',
        '如果不是您本人操作，请忽略此邮件：没有验证码，任何人都无法登录。',
      ],
    },
    invitation: {
      subject: 'Busbar邀请：{site}',
      lines: [
        '{inviter}邀请您使用Busbar（{site}）。',
        '打开此链接接受邀请：{link}',
        '',
        '链接只能使用一次，有效期至{until}。',
        '如果您不了解此事，请忽略此邮件。',
      ],
    },
    everywhere: '所有站点',
  },
})

/** @param request.language tag of the reader's language */
export function renderCode(request: {
  readonly code: string
  readonly link: string
  readonly minutes: number
  readonly language: string
}): RenderedNotice {
  const { language } = chooseLanguage(request.language)
  const { code, link, minutes } = request
  return filled(language, packs[language].code, { code, link, minutes: String(minutes) })
}

export function renderInvitation(request: {
  readonly link: string
  /** Name of who invites. */
  readonly inviter: string
  /** Null: at all sites. */
  readonly siteName: string | null
  readonly expiresAt: Instant
  /** IANA zone that the instant is told in. */
  readonly timeZone: string
  readonly language: string
}): RenderedNotice {
  const { language, locale } = chooseLanguage(request.language)
  const pack = packs[language]
  const { link, inviter, siteName, expiresAt, timeZone } = request
  const until = formatWhen(expiresAt, timeZone, locale)
  const site = siteName ?? pack.everywhere
  return filled(language, pack.invitation, { link, inviter, site, until })
}

function filled(
  language: string,
  { subject, lines }: LetterPack['code'],
  values: Readonly<Record<string, string>>,
): RenderedNotice {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => oneLine(values[name] ?? ''))
  return Object.freeze({ language, subject: fill(subject), text: lines.map(fill).join('\n') })
}
