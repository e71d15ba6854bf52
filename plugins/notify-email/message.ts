import { createHash } from 'node:crypto'
import type { OutgoingNotice } from '@busbar/core/contracts'
import type { SendMailOptions } from 'nodemailer'
import type { EmailSettings } from './settings.ts'

/** As in address.schema.json: one address, without anything that ends a header or joins a list. */
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/
const ID = /^[A-Za-z0-9-]{1,64}$/

/** The notice's e-mail address, or null where it has none that mail may be sent to. */
export function addressOf(notice: OutgoingNotice): string | null {
  const { email } = notice.address
  return typeof email === 'string' && email.length <= 254 && ADDRESS.test(email) ? email : null
}

/**
 * Message-ID of a delivery, always the same: mail systems and readers tell a repetition by it.
 * Ids of other alphabets than a UUID's are hashed.
 */
export function messageIdOf(deliveryId: string, from: string): string {
  const id = ID.test(deliveryId)
    ? deliveryId
    : createHash('sha256').update(deliveryId).digest('hex').slice(0, 40)
  return `<${id}.busbar@${from.slice(from.lastIndexOf('@') + 1)}>`
}

/** The e-mail that tells a notice: plain text, and the same text as HTML. */
export function composeMessage({
  notice,
  to,
  settings,
}: {
  readonly notice: OutgoingNotice
  readonly to: string
  readonly settings: EmailSettings
}): SendMailOptions {
  const language = LANGUAGE.test(notice.language) ? notice.language : 'en'
  return {
    from: { name: oneLine(settings.fromName), address: settings.from },
    to: { name: '', address: to },
    ...(settings.replyTo === null ? {} : { replyTo: { name: '', address: settings.replyTo } }),
    envelope: { from: settings.from, to: [to] },
    subject: oneLine(notice.subject),
    text: notice.text,
    html: toHtml(notice.text, language),
    messageId: messageIdOf(notice.deliveryId, settings.from),
    priority: notice.urgency === 'high' ? 'high' : 'normal',
    headers: {
      // RFC 3834: no holiday notes in answer to a machine.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': language,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** Line ends and other controls in a header's value become spaces. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

function toHtml(text: string, language: string): string {
  const lines = escapeHtml(text).replaceAll('\n', '<br>\n')
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"></head>`,
    '<body style="font:16px/1.5 sans-serif;margin:24px;max-width:40em">',
    `<p>${lines}</p>`,
    '</body></html>',
  ].join('\n')
}
