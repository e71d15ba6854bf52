const PATTERN = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' }

/** A schema with kinds of fields that neither the contract nor a plugin has yet. */
export const ALL_KINDS = {
  name: 'every kind',
  schema: {
    type: 'object',
    required: ['name', 'amount', 'every'],
    properties: {
      name: { type: 'string', title: 'Name', minLength: 2, examples: ['A-101'] },
      note: {
        type: ['string', 'null'],
        title: 'Note',
        maxLength: 1000,
        description: 'In a sentence.',
      },
      amount: {
        'x-component': 'MoneyMicros',
        type: 'string',
        title: 'Amount',
        pattern: '^(0|[1-9]\\d{0,8})(\\.\\d{1,3})?$',
      },
      count: { type: ['integer', 'null'], title: 'Count', minimum: 1 },
      delayMs: { type: 'integer', title: 'Delay', default: 90000 },
      level: {
        oneOf: [
          { const: 1, title: 'Low' },
          { const: 2, title: 'High' },
        ],
        title: 'Level',
      },
      site: { type: 'string', title: 'Site', 'x-ref': 'sites' },
      spaces: { type: 'array', title: 'Spaces', items: { type: 'string' }, 'x-ref': 'spaces' },
      at: { type: ['string', 'null'], format: 'date-time', title: 'Instant' },
      day: { type: 'string', format: 'date', title: 'Day' },
      every: { type: 'string', format: 'duration', title: 'Every' },
      span: {
        type: 'object',
        title: 'Span',
        properties: {
          from: { type: 'string', format: 'date', title: 'From' },
          to: { type: 'string', format: 'date', title: 'To' },
        },
      },
      colour: { type: 'string', format: 'color', title: 'Colour' },
      logo: {
        type: 'string',
        format: 'data-url',
        title: 'Logo',
        maxLength: 8000,
        contentMediaType: 'image/*',
      },
      key: { type: 'string', title: 'Key', writeOnly: true },
      maybe: { type: ['boolean', 'null'], title: 'Maybe' },
      on: { type: 'boolean', title: 'On' },
      tags: { type: 'array', title: 'Tags', items: { type: 'string', maxLength: 5 } },
      open: { title: 'Anything' },
      hours: {
        type: 'array',
        title: 'Bands',
        items: {
          type: 'object',
          required: ['from', 'to', 'band'],
          properties: {
            from: { ...PATTERN, title: 'From' },
            to: { ...PATTERN, title: 'To' },
            band: { title: 'Band', enum: ['peak', 'flat', 'valley'] },
          },
        },
      },
      week: {
        type: 'array',
        title: 'Week',
        items: {
          type: 'object',
          required: ['days', 'from', 'to'],
          properties: {
            days: {
              type: 'array',
              title: 'Days',
              uniqueItems: true,
              items: { type: 'integer', minimum: 1, maximum: 7 },
            },
            from: { ...PATTERN, title: 'From' },
            to: { ...PATTERN, title: 'To' },
          },
        },
      },
      either: {
        title: 'Either',
        oneOf: [
          {
            title: 'By name',
            type: 'object',
            required: ['kind', 'name'],
            properties: { kind: { const: 'name' }, name: { type: 'string', title: 'Its name' } },
          },
          {
            title: 'By number',
            type: 'object',
            required: ['kind', 'number'],
            properties: {
              kind: { const: 'number' },
              name: { type: 'string', title: 'Its name' },
              number: { type: 'integer', title: 'Its number' },
            },
          },
        ],
      },
    },
  },
  value: {
    key: '••••••••',
    spaces: ['2'],
    hours: [{ from: '08:00', to: '12:00', band: 'peak' }],
    on: true,
  },
  problems: [
    { pointer: '/name', message: 'This name is taken.' },
    { pointer: '/nowhere', message: 'The server is closed.' },
  ],
}
