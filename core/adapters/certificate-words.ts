/** Words of the commissioning certificate. */
export interface CertificateWords {
  readonly title: string
  readonly site: string
  readonly meteringPoint: string
  readonly medium: string
  readonly serial: string
  readonly model: string
  readonly installedFrom: string
  readonly multiplier: string
  readonly connection: string
  readonly template: string
  readonly byHand: string
  readonly foundAs: string
  readonly startedAt: string
  readonly registers: string
  readonly noValue: string
  readonly seen: string
  readonly tests: string
  readonly noTest: string
  readonly test: (ordinal: number) => string
  readonly takenAway: string
  readonly givenBack: string
  readonly load: string
  readonly beforeAfter: (before: string, after: string) => string
  readonly notTaken: string
  readonly tenantConfirmed: string
  readonly remarks: string
  readonly signOff: string
  readonly signatory: string
  readonly witness: string
  readonly signedAt: string
  readonly account: string
  readonly record: string
  readonly hash: string
  readonly hashNote: string
  readonly page: (number: number, of: number) => string
  readonly values: Readonly<Record<string, string>>
}

export const CERTIFICATE_WORDS: Readonly<Record<'en' | 'zh-CN', CertificateWords>> = Object.freeze({
  en: {
    title: 'Commissioning certificate',
    site: 'Site',
    meteringPoint: 'Metering point',
    medium: 'Medium',
    serial: 'Serial number',
    model: 'Model',
    installedFrom: 'In service since',
    multiplier: 'Multiplier (CT × PT × pulse value)',
    connection: 'Connection',
    template: 'Template',
    byHand: 'mapped by hand',
    foundAs: 'Found as',
    startedAt: 'Commissioning begun',
    registers: 'Registers at sign-off',
    noValue: 'No value',
    seen: 'Live values seen',
    tests: 'Relay tests',
    noTest: 'No relay test',
    test: (ordinal: number) => `Test ${ordinal}`,
    takenAway: 'Supply taken away',
    givenBack: 'Supply given back',
    load: 'Load',
    beforeAfter: (before, after) => `before ${before}, after ${after}`,
    notTaken: 'not taken down',
    tenantConfirmed: 'A paying tenant was told',
    remarks: 'Remarks',
    signOff: 'Sign-off',
    signatory: 'Signatory',
    witness: 'Witness',
    signedAt: 'Signed',
    account: 'Signed in as',
    record: 'Record',
    hash: 'Verification hash',
    hashNote:
      'SHA-256 of "certificate" of this record as canonical JSON (keys in order, no spaces), as the API tells it.',
    page: (number, of) => `Page ${number} of ${of}`,
    values: {
      electricity: 'Electricity',
      water: 'Water',
      gas: 'Gas',
      heating: 'Heating',
      cooling: 'Cooling',
      passed: 'passed',
      failed: 'failed',
      on: 'on',
      off: 'off',
      unknown: 'unknown',
      confirmed: 'confirmed',
      refused: 'refused',
      offline: 'offline',
      relay: 'by the relay',
      'relay-and-load': 'by relay and load',
    },
  },
  'zh-CN': {
    title: '投运证书',
    site: '项目',
    meteringPoint: '计量点',
    medium: '介质',
    serial: '序列号',
    model: '型号',
    installedFrom: '投用时间',
    multiplier: '倍率(CT × PT × 脉冲值)',
    connection: '连接',
    template: '模板',
    byHand: '手工映射',
    foundAs: '发现名称',
    startedAt: '投运开始',
    registers: '签署时表底',
    noValue: '无数值',
    seen: '已见实时值',
    tests: '继电器测试',
    noTest: '未做继电器测试',
    test: (ordinal: number) => `第 ${ordinal} 次测试`,
    takenAway: '断开供应',
    givenBack: '恢复供应',
    load: '负荷',
    beforeAfter: (before, after) => `之前 ${before},之后 ${after}`,
    notTaken: '未记录',
    tenantConfirmed: '已告知付费租户',
    remarks: '备注',
    signOff: '签署',
    signatory: '签署人',
    witness: '见证人',
    signedAt: '签署时间',
    account: '登录用户',
    record: '记录',
    hash: '验证哈希',
    hashNote: '本记录 certificate 字段的规范 JSON(键按序、无空格,与 API 所示一致)的 SHA-256。',
    page: (number, of) => `第 ${number} 页,共 ${of} 页`,
    values: {
      electricity: '电',
      water: '水',
      gas: '燃气',
      heating: '供热',
      cooling: '供冷',
      passed: '通过',
      failed: '未通过',
      on: '通',
      off: '断',
      unknown: '未知',
      confirmed: '已确认',
      refused: '被拒',
      offline: '离线',
      relay: '依据继电器',
      'relay-and-load': '依据继电器和负荷',
    },
  },
})
