import type { Digest } from './digestFormat.ts'

/** A longer text is hashed faster by a library that works on whole bytes, or by the host. */
export const shortText = 1000

/** FIPS 180-4, section 4.2.2: from the cube roots of the first 64 primes. */
const constants = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
])

/** Every host has it (WHATWG Encoding), while this layer knows of ECMAScript alone. */
declare const TextEncoder: new () => { encodeInto(text: string, into: Uint8Array): { written: number } }

const encoder = new TextEncoder()

/** The message: up to three bytes a character, the bit that ends it, and its length. */
const bytes = new Uint8Array(shortText * 3 + 72)
const message = new DataView(bytes.buffer)
/** The message schedule of a block. */
const words = new Int32Array(64)

const codesOf = (text: string) => Array.from(text, (character) => character.charCodeAt(0))
const hexadecimal = codesOf('0123456789abcdef')
const prefix = codesOf('sha256:')
/** The characters of the digest that is being made: a text of them is one piece, where one put together would be a tree. */
const digest = [...prefix, ...Array.from({ length: 64 }, () => 0)]

/**
 * The SHA-256 (FIPS 180-4) of a short text's UTF-8 bytes. Logs are made of thousands of texts so short that calling a native hash takes
 * longer than its work; here nothing is allocated but the digest. At most `shortText` characters.
 */
export function digestOfShortText(text: string): Digest {
  const { written } = encoder.encodeInto(text, bytes)
  const end = (written + 72) & -64
  bytes[written] = 0x80
  bytes.fill(0, written + 1, end)
  message.setInt32(end - 4, written * 8)
  hashBlocks(end)
  return String.fromCharCode(...digest) as Digest
}

/** Section 6.2.2. A function called from here so often would be more than a compiler brings in. */
function hashBlocks(end: number): void {
  // Section 5.3.3: from the square roots of the first eight primes.
  let h0 = 0x6a09e667
  let h1 = 0xbb67ae85 | 0
  let h2 = 0x3c6ef372
  let h3 = 0xa54ff53a | 0
  let h4 = 0x510e527f
  let h5 = 0x9b05688c | 0
  let h6 = 0x1f83d9ab
  let h7 = 0x5be0cd19
  for (let at = 0; at < end; at += 64) {
    let a = h0
    let b = h1
    let c = h2
    let d = h3
    let e = h4
    let f = h5
    let g = h6
    let h = h7
    for (let round = 0; round < 16; round += 1) words[round] = message.getInt32(at + round * 4)
    for (let round = 0; round < 64; round += 1) {
      const word = words[round] ?? 0
      // Step 1, as many words ahead as there are.
      if (round < 48) {
        const x = words[round + 1] ?? 0
        const y = words[round + 14] ?? 0
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
        words[round + 16] = word + s0 + (words[round + 9] ?? 0) + s1
      }
      const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
      const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
      const t1 = (h + sum1 + (g ^ (e & (f ^ g))) + (constants[round] ?? 0) + word) | 0
      const t2 = sum0 + ((a & b) | (c & (a | b)))
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    h0 = (h0 + a) | 0
    h1 = (h1 + b) | 0
    h2 = (h2 + c) | 0
    h3 = (h3 + d) | 0
    h4 = (h4 + e) | 0
    h5 = (h5 + f) | 0
    h6 = (h6 + g) | 0
    h7 = (h7 + h) | 0
  }
  putDigits(0, h0)
  putDigits(1, h1)
  putDigits(2, h2)
  putDigits(3, h3)
  putDigits(4, h4)
  putDigits(5, h5)
  putDigits(6, h6)
  putDigits(7, h7)
}

function putDigits(place: number, word: number): void {
  const first = prefix.length + place * 8
  for (let digit = 0; digit < 8; digit += 1)
    digest[first + digit] = hexadecimal[(word >>> (28 - digit * 4)) & 15] ?? 0
}
