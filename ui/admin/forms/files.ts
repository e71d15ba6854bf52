/** Bytes of what stands in a data URL or in base64. */
export function bytesOf(text: string): number {
  const base64 = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  return (base64.length * 3) / 4 - padding
}

/** A file's bytes, as a data URL and as base64 alone. */
export function readFile(file: Blob): Promise<{ readonly url: string; readonly base64: string }> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onerror = () => reject(reader.error ?? new Error('The file cannot be read'))
    reader.onload = () => {
      const url = String(reader.result)
      resolve({ url, base64: url.slice(url.indexOf(',') + 1) })
    }
    reader.readAsDataURL(file)
  })
}
