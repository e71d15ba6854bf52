export const FIRST_INSTANCE = 1_000

/** Each device has an address of its own, so that a bare client, which knows one port only, reaches it. */
export const addressOf = (device: number) => `127.0.21.${device + 1}`
