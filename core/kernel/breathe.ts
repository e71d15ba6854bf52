/** Lets what has arrived meanwhile be handled before a long computation goes on. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
