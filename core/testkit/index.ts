export * from './tariff-strategy-suite.ts'
