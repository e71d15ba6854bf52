import { describe, expect, it } from 'vitest'
import { renderCode, renderInvitation } from './letters.ts'

const LINK = 'https://busbar.example/portal/sign-in#email=a%40b.example&code=123456'

describe('a letter with a code', () => {
  it.each([
    ['en', 'en'],
    ['zh-TW', 'zh-CN'],
    ['fr', 'en'],
    ['no tag', 'en'],
  ])('asked for in %s is written in %s, with code and link', (asked, language) => {
    const letter = renderCode({ code: '123456', link: LINK, minutes: 10, language: asked })
    expect(letter.language).toBe(language)
    expect(letter.text).toContain('123456')
    expect(letter.text).toContain(LINK)
    // Subjects are shown on locked screens.
    expect(letter.subject).not.toContain('123456')
    expect(letter.text).not.toMatch(/[{}]/)
  })
})

describe('a letter of invitation', () => {
  const request = {
    link: 'https://busbar.example/invitation#token=x',
    inviter: 'Chen\r\nBcc: all@busbar.example',
    siteName: 'North',
    expiresAt: Date.UTC(2026, 1, 7, 8),
    timeZone: 'Asia/Shanghai',
    language: 'en',
  }

  it('names who invites, where to and until when, in lines of our own', () => {
    const { subject, text } = renderInvitation(request)
    expect(subject).toBe('Invitation to Busbar: North')
    expect(text).toContain('Chen Bcc: all@busbar.example invites you to Busbar at North.')
    expect(text).toContain('16:00')
    expect(text).toContain(request.link)
  })

  it('to everywhere says so in its language', () => {
    const { subject } = renderInvitation({ ...request, siteName: null, language: 'zh-CN' })
    expect(subject).toBe('Busbar邀请：所有站点')
  })
})
