import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

/** A text as a row holds it: a long one is compressed (Brotli, RFC 7932). */
export type PackedText = string | ArrayBuffer

/** A shorter text takes few pages whatever is done to it. */
const longText = 30_000

/** The fastest quality: what logs repeat it finds all the same, in less time than it takes to write that out. */
const fastest = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } }

export function packText(text: string): PackedText {
  if (text.length < longText) return text
  const { buffer, byteOffset, byteLength } = brotliCompressSync(text, fastest)
  return (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength)
}

export function unpackText(row: PackedText): string {
  return typeof row === 'string' ? row : brotliDecompressSync(row).toString()
}
