import type { NoticeKind, Severity } from './kinds.ts'

/** Values that a template may name; each kind fills the ones that it knows. */
export type TemplateValue =
  | 'account'
  | 'amount'
  | 'amountDue'
  | 'at'
  | 'balance'
  | 'bonus'
  | 'cause'
  | 'daysLeft'
  | 'deadline'
  | 'detail'
  | 'limit'
  | 'link'
  | 'name'
  | 'period'
  | 'reason'
  | 'severity'
  | 'site'
  | 'spaces'
  | 'spent'
  | 'subject'
  | 'text'
  | 'threshold'
  | 'title'

/** `{value}` is replaced; a line is left out where a value that it names is not known. */
interface NoticeTemplate {
  /** Says the essentials by itself: it alone is sent where a channel is too short for the text. */
  readonly subject: string
  readonly lines: readonly string[]
}

export interface LanguagePack {
  readonly greeting: string
  readonly severities: Readonly<Record<Severity, string>>
  readonly templates: Readonly<Record<NoticeKind, NoticeTemplate>>
}

const en: LanguagePack = {
  greeting: 'Dear {name},',
  severities: { info: 'For information', warning: 'Warning', critical: 'Critical' },
  templates: {
    'low-balance': {
      subject: 'Low balance: {balance} on account {account}',
      lines: [
        'The balance of account {account} at {site} is {balance}, below the first warning level of {threshold}.',
        'At the present rate of use it lasts for about {daysLeft}.',
        'Please top up in time; nothing is cut at this point.',
        'Top up: {link}',
      ],
    },
    'very-low-balance': {
      subject: 'Very low balance: {balance} on account {account}',
      lines: [
        'The balance of account {account} at {site} is {balance}, below the second warning level of {threshold}.',
        'At the present rate of use it lasts for about {daysLeft}.',
        'Please top up now to keep your supply on.',
        'Top up: {link}',
      ],
    },
    'cut-coming': {
      subject: 'Supply of account {account} will be cut from {deadline} unless {amountDue} is paid',
      lines: [
        'The balance of account {account} at {site} is {balance}, below the limit of {limit}.',
        'The supply of {spaces} can be cut from {deadline}.',
        'Pay at least {amountDue} before then, and nothing is cut.',
        'Top up: {link}',
        'If you think that this is wrong, or cannot pay, tell the management before then.',
      ],
    },
    cut: {
      subject: 'Supply of account {account} was cut on {at}',
      lines: [
        'The supply of {spaces} at {site} was cut on {at}.',
        'Reason: {reason}',
        'The balance of account {account} is {balance}; the limit is {limit}.',
        'Pay at least {amountDue}, and the supply comes back once the payment has arrived.',
        'Top up: {link}',
      ],
    },
    restored: {
      subject: 'Supply of account {account} is on again',
      lines: [
        'The supply of {spaces} at {site} was switched on again on {at}.',
        'The balance of account {account} is {balance}.',
      ],
    },
    receipt: {
      subject: 'Receipt: {amount} for account {account}',
      lines: [
        'We received {amount} for account {account} at {site} on {at}.',
        'Bonus credited: {bonus}',
        'Order: {cause}',
        'The balance is now {balance}.',
        'To view and print: {link}',
      ],
    },
    refund: {
      subject: 'Refund: {amount} from account {account}',
      lines: [
        '{amount} was refunded from account {account} at {site} on {at}, the way that it was paid.',
        'Refund: {cause}',
        'The balance is now {balance}.',
      ],
    },
    'repair-item': {
      subject: '{severity}: {title} ({site})',
      lines: ['{title}', 'Where: {site}, {subject}', 'Since: {at}', '{detail}', 'Item: {cause}'],
    },
    'question-asked': {
      subject: 'Question on account {account}: {subject}',
      lines: [
        'A question on account {account} at {site} waits for an answer since {at}.',
        '{subject}',
        '{text}',
      ],
    },
    'question-answered': {
      subject: 'Answer to your question: {subject}',
      lines: [
        'The management of {site} has answered your question on account {account}.',
        '{subject}',
        '{text}',
        'To read and reply: {link}',
      ],
    },
    'spending-limit-near': {
      subject: 'Spending limit of account {account}: {spent} of {limit} are used',
      lines: [
        'On account {account} at {site}, {spent} of your limit of {limit} for {period} are used.',
        'This is for your information: nothing is cut because of it.',
        'Your limits: {link}',
      ],
    },
    'spending-limit-reached': {
      subject: 'Spending limit of account {account} reached: {spent} of {limit}',
      lines: [
        'On account {account} at {site}, {spent} were used for {period}; your limit is {limit}.',
        'This is for your information: nothing is cut because of it.',
        'Your limits: {link}',
      ],
    },
  },
}

const zhCN: LanguagePack = {
  greeting: '尊敬的{name}：',
  severities: { info: '提示', warning: '警告', critical: '严重' },
  templates: {
    'low-balance': {
      subject: '余额不足提醒：账户{account}余额{balance}',
      lines: [
        '{site}账户{account}的余额为{balance}，已低于一级预警值{threshold}。',
        '按当前用量预计还可使用约{daysLeft}。',
        '请及时充值；目前不会停供。',
        '充值：{link}',
      ],
    },
    'very-low-balance': {
      subject: '余额严重不足：账户{account}余额{balance}',
      lines: [
        '{site}账户{account}的余额为{balance}，已低于二级预警值{threshold}。',
        '按当前用量预计还可使用约{daysLeft}。',
        '请立即充值，以免影响使用。',
        '充值：{link}',
      ],
    },
    'cut-coming': {
      subject: '停供预告：账户{account}如未缴{amountDue}，将自{deadline}起停供',
      lines: [
        '{site}账户{account}的余额为{balance}，已低于限额{limit}。',
        '{spaces}自{deadline}起可能停供。',
        '请在此之前至少充值{amountDue}，即不停供。',
        '充值：{link}',
        '如有异议或缴费困难，请在此之前联系物业。',
      ],
    },
    cut: {
      subject: '停供通知：账户{account}已于{at}停供',
      lines: [
        '{site}{spaces}已于{at}停供。',
        '原因：{reason}',
        '账户{account}的余额为{balance}，限额为{limit}。',
        '请至少充值{amountDue}，到账后将恢复供应。',
        '充值：{link}',
      ],
    },
    restored: {
      subject: '恢复供应：账户{account}已恢复',
      lines: ['{site}{spaces}已于{at}恢复供应。', '账户{account}的余额为{balance}。'],
    },
    receipt: {
      subject: '充值回执：账户{account}到账{amount}',
      lines: [
        '{site}账户{account}于{at}收到充值{amount}。',
        '赠送金额：{bonus}',
        '订单号：{cause}',
        '当前余额为{balance}。',
        '查看和打印：{link}',
      ],
    },
    refund: {
      subject: '退费通知：账户{account}退费{amount}',
      lines: [
        '{site}账户{account}于{at}退费{amount}，按原支付渠道退回。',
        '退费单号：{cause}',
        '当前余额为{balance}。',
      ],
    },
    'repair-item': {
      subject: '{severity}：{title}（{site}）',
      lines: ['{title}', '位置：{site}，{subject}', '开始时间：{at}', '{detail}', '编号：{cause}'],
    },
    'question-asked': {
      subject: '账户{account}的咨询：{subject}',
      lines: ['{site}账户{account}于{at}提出的咨询等待答复。', '{subject}', '{text}'],
    },
    'question-answered': {
      subject: '您的咨询已答复：{subject}',
      lines: [
        '{site}物业已答复您关于账户{account}的咨询。',
        '{subject}',
        '{text}',
        '查看和回复：{link}',
      ],
    },
    'spending-limit-near': {
      subject: '消费限额提醒：账户{account}已用{spent}，限额{limit}',
      lines: [
        '{site}账户{account}在{period}已用{spent}，您设定的限额为{limit}。',
        '仅作提醒，不会因此停供。',
        '您的限额：{link}',
      ],
    },
    'spending-limit-reached': {
      subject: '已达消费限额：账户{account}已用{spent}，限额{limit}',
      lines: [
        '{site}账户{account}在{period}已用{spent}，已达到您设定的限额{limit}。',
        '仅作提醒，不会因此停供。',
        '您的限额：{link}',
      ],
    },
  },
}

/** Packs by language tag; `en` is what remains where no other fits. */
export const languagePacks: Readonly<Record<'en' | 'zh-CN', LanguagePack>> = Object.freeze({
  en,
  'zh-CN': zhCN,
})
