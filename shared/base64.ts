const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 (RFC 4648, section 4), as CEL writes bytes in JSON. */
export function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    for (let digit = 0; digit < 4; digit += 1) {
      const isPadding = at + digit > bytes.length
      text += isPadding ? '=' : alphabet.charAt((group >> (18 - 6 * digit)) & 63)
    }
  }
  return text
}

/** The bytes that a Base64 text holds, its padding or not; whatever is no digit of it is passed over. */
export function bytesOfBase64(text: string): number[] {
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (const character of text) {
    const digit = alphabet.indexOf(character)
    if (digit < 0) continue
    held = ((held << 6) | digit) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 255)
  }
  return bytes
}
