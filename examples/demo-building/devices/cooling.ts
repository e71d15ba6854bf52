import type { Dialect } from './dialect.ts'
import { fixed, rounded } from './electric.ts'

/*
 * A chilled water meter behind a gateway that publishes its telegrams as plain JSON: energy in MJ since ever, the power in
 * kW, flow in m³/h, temperatures in °C, the time in RFC 3339.
 */

const SUPPLY_C = 7
const RETURN_C = 12
/** kWh that a cubic metre of water takes up by a kelvin: 4.19 MJ/(m³ K), a 3.6th of it. */
const KWH_M3_K = 4.19 / 3.6

export function createCoolingTelegram({ device }: { readonly device: string }): Dialect {
  const topic = `cooling/${device}/status`
  return {
    will: { topic, payload: 'offline', retain: true },
    birth: { topic, payload: 'online', retain: true },
    subscriptions: [],
    qos: 1,
    report({ at, registerMicros, rate }) {
      const kW = rate / 3.6
      const telegram = {
        time: new Date(at).toISOString(),
        meter: device,
        energy_mj: fixed(registerMicros, 0),
        power_kw: rounded(kW, 2),
        flow_m3h: rounded(kW / (KWH_M3_K * (RETURN_C - SUPPLY_C)), 3),
        supply_c: SUPPLY_C,
        return_c: kW === 0 ? SUPPLY_C : RETURN_C,
        error: 0,
      }
      return [{ topic: `cooling/${device}/telegram`, payload: JSON.stringify(telegram) }]
    },
    hear: () => [],
  }
}
