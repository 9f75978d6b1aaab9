import type { Digest } from './digestFormat.ts'

/** A longer text is hashed faster by a library that works on whole bytes, or by the host. */
export const shortText = 2000

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

/**
 * Section 6.2.2, sixteen rounds at a time. They are written out with the schedule's last sixteen words in variables of their own: a
 * quarter faster than a loop over an array, and functions for what repeats would be more than a compiler brings in.
 */
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
  let sum = 0
  let next = 0
  for (let at = 0; at < end; at += 64) {
    let a = h0
    let b = h1
    let c = h2
    let d = h3
    let e = h4
    let f = h5
    let g = h6
    let h = h7
    let w0 = message.getInt32(at)
    let w1 = message.getInt32(at + 4)
    let w2 = message.getInt32(at + 8)
    let w3 = message.getInt32(at + 12)
    let w4 = message.getInt32(at + 16)
    let w5 = message.getInt32(at + 20)
    let w6 = message.getInt32(at + 24)
    let w7 = message.getInt32(at + 28)
    let w8 = message.getInt32(at + 32)
    let w9 = message.getInt32(at + 36)
    let w10 = message.getInt32(at + 40)
    let w11 = message.getInt32(at + 44)
    let w12 = message.getInt32(at + 48)
    let w13 = message.getInt32(at + 52)
    let w14 = message.getInt32(at + 56)
    let w15 = message.getInt32(at + 60)
    for (let round = 0; ; round += 16) {
      sum = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
      next = (h + sum + (g ^ (e & (f ^ g))) + (constants[round] ?? 0) + w0) | 0
      d = (d + next) | 0
      sum = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
      h = (next + sum + ((a & b) | (c & (a | b)))) | 0
      sum = ((d >>> 6) | (d << 26)) ^ ((d >>> 11) | (d << 21)) ^ ((d >>> 25) | (d << 7))
      next = (g + sum + (f ^ (d & (e ^ f))) + (constants[round + 1] ?? 0) + w1) | 0
      c = (c + next) | 0
      sum = ((h >>> 2) | (h << 30)) ^ ((h >>> 13) | (h << 19)) ^ ((h >>> 22) | (h << 10))
      g = (next + sum + ((h & a) | (b & (h | a)))) | 0
      sum = ((c >>> 6) | (c << 26)) ^ ((c >>> 11) | (c << 21)) ^ ((c >>> 25) | (c << 7))
      next = (f + sum + (e ^ (c & (d ^ e))) + (constants[round + 2] ?? 0) + w2) | 0
      b = (b + next) | 0
      sum = ((g >>> 2) | (g << 30)) ^ ((g >>> 13) | (g << 19)) ^ ((g >>> 22) | (g << 10))
      f = (next + sum + ((g & h) | (a & (g | h)))) | 0
      sum = ((b >>> 6) | (b << 26)) ^ ((b >>> 11) | (b << 21)) ^ ((b >>> 25) | (b << 7))
      next = (e + sum + (d ^ (b & (c ^ d))) + (constants[round + 3] ?? 0) + w3) | 0
      a = (a + next) | 0
      sum = ((f >>> 2) | (f << 30)) ^ ((f >>> 13) | (f << 19)) ^ ((f >>> 22) | (f << 10))
      e = (next + sum + ((f & g) | (h & (f | g)))) | 0
      sum = ((a >>> 6) | (a << 26)) ^ ((a >>> 11) | (a << 21)) ^ ((a >>> 25) | (a << 7))
      next = (d + sum + (c ^ (a & (b ^ c))) + (constants[round + 4] ?? 0) + w4) | 0
      h = (h + next) | 0
      sum = ((e >>> 2) | (e << 30)) ^ ((e >>> 13) | (e << 19)) ^ ((e >>> 22) | (e << 10))
      d = (next + sum + ((e & f) | (g & (e | f)))) | 0
      sum = ((h >>> 6) | (h << 26)) ^ ((h >>> 11) | (h << 21)) ^ ((h >>> 25) | (h << 7))
      next = (c + sum + (b ^ (h & (a ^ b))) + (constants[round + 5] ?? 0) + w5) | 0
      g = (g + next) | 0
      sum = ((d >>> 2) | (d << 30)) ^ ((d >>> 13) | (d << 19)) ^ ((d >>> 22) | (d << 10))
      c = (next + sum + ((d & e) | (f & (d | e)))) | 0
      sum = ((g >>> 6) | (g << 26)) ^ ((g >>> 11) | (g << 21)) ^ ((g >>> 25) | (g << 7))
      next = (b + sum + (a ^ (g & (h ^ a))) + (constants[round + 6] ?? 0) + w6) | 0
      f = (f + next) | 0
      sum = ((c >>> 2) | (c << 30)) ^ ((c >>> 13) | (c << 19)) ^ ((c >>> 22) | (c << 10))
      b = (next + sum + ((c & d) | (e & (c | d)))) | 0
      sum = ((f >>> 6) | (f << 26)) ^ ((f >>> 11) | (f << 21)) ^ ((f >>> 25) | (f << 7))
      next = (a + sum + (h ^ (f & (g ^ h))) + (constants[round + 7] ?? 0) + w7) | 0
      e = (e + next) | 0
      sum = ((b >>> 2) | (b << 30)) ^ ((b >>> 13) | (b << 19)) ^ ((b >>> 22) | (b << 10))
      a = (next + sum + ((b & c) | (d & (b | c)))) | 0
      sum = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
      next = (h + sum + (g ^ (e & (f ^ g))) + (constants[round + 8] ?? 0) + w8) | 0
      d = (d + next) | 0
      sum = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
      h = (next + sum + ((a & b) | (c & (a | b)))) | 0
      sum = ((d >>> 6) | (d << 26)) ^ ((d >>> 11) | (d << 21)) ^ ((d >>> 25) | (d << 7))
      next = (g + sum + (f ^ (d & (e ^ f))) + (constants[round + 9] ?? 0) + w9) | 0
      c = (c + next) | 0
      sum = ((h >>> 2) | (h << 30)) ^ ((h >>> 13) | (h << 19)) ^ ((h >>> 22) | (h << 10))
      g = (next + sum + ((h & a) | (b & (h | a)))) | 0
      sum = ((c >>> 6) | (c << 26)) ^ ((c >>> 11) | (c << 21)) ^ ((c >>> 25) | (c << 7))
      next = (f + sum + (e ^ (c & (d ^ e))) + (constants[round + 10] ?? 0) + w10) | 0
      b = (b + next) | 0
      sum = ((g >>> 2) | (g << 30)) ^ ((g >>> 13) | (g << 19)) ^ ((g >>> 22) | (g << 10))
      f = (next + sum + ((g & h) | (a & (g | h)))) | 0
      sum = ((b >>> 6) | (b << 26)) ^ ((b >>> 11) | (b << 21)) ^ ((b >>> 25) | (b << 7))
      next = (e + sum + (d ^ (b & (c ^ d))) + (constants[round + 11] ?? 0) + w11) | 0
      a = (a + next) | 0
      sum = ((f >>> 2) | (f << 30)) ^ ((f >>> 13) | (f << 19)) ^ ((f >>> 22) | (f << 10))
      e = (next + sum + ((f & g) | (h & (f | g)))) | 0
      sum = ((a >>> 6) | (a << 26)) ^ ((a >>> 11) | (a << 21)) ^ ((a >>> 25) | (a << 7))
      next = (d + sum + (c ^ (a & (b ^ c))) + (constants[round + 12] ?? 0) + w12) | 0
      h = (h + next) | 0
      sum = ((e >>> 2) | (e << 30)) ^ ((e >>> 13) | (e << 19)) ^ ((e >>> 22) | (e << 10))
      d = (next + sum + ((e & f) | (g & (e | f)))) | 0
      sum = ((h >>> 6) | (h << 26)) ^ ((h >>> 11) | (h << 21)) ^ ((h >>> 25) | (h << 7))
      next = (c + sum + (b ^ (h & (a ^ b))) + (constants[round + 13] ?? 0) + w13) | 0
      g = (g + next) | 0
      sum = ((d >>> 2) | (d << 30)) ^ ((d >>> 13) | (d << 19)) ^ ((d >>> 22) | (d << 10))
      c = (next + sum + ((d & e) | (f & (d | e)))) | 0
      sum = ((g >>> 6) | (g << 26)) ^ ((g >>> 11) | (g << 21)) ^ ((g >>> 25) | (g << 7))
      next = (b + sum + (a ^ (g & (h ^ a))) + (constants[round + 14] ?? 0) + w14) | 0
      f = (f + next) | 0
      sum = ((c >>> 2) | (c << 30)) ^ ((c >>> 13) | (c << 19)) ^ ((c >>> 22) | (c << 10))
      b = (next + sum + ((c & d) | (e & (c | d)))) | 0
      sum = ((f >>> 6) | (f << 26)) ^ ((f >>> 11) | (f << 21)) ^ ((f >>> 25) | (f << 7))
      next = (a + sum + (h ^ (f & (g ^ h))) + (constants[round + 15] ?? 0) + w15) | 0
      e = (e + next) | 0
      sum = ((b >>> 2) | (b << 30)) ^ ((b >>> 13) | (b << 19)) ^ ((b >>> 22) | (b << 10))
      a = (next + sum + ((b & c) | (d & (b | c)))) | 0
      if (round === 48) break
      sum = ((w1 >>> 7) | (w1 << 25)) ^ ((w1 >>> 18) | (w1 << 14)) ^ (w1 >>> 3)
      next = ((w14 >>> 17) | (w14 << 15)) ^ ((w14 >>> 19) | (w14 << 13)) ^ (w14 >>> 10)
      w0 = (w0 + sum + w9 + next) | 0
      sum = ((w2 >>> 7) | (w2 << 25)) ^ ((w2 >>> 18) | (w2 << 14)) ^ (w2 >>> 3)
      next = ((w15 >>> 17) | (w15 << 15)) ^ ((w15 >>> 19) | (w15 << 13)) ^ (w15 >>> 10)
      w1 = (w1 + sum + w10 + next) | 0
      sum = ((w3 >>> 7) | (w3 << 25)) ^ ((w3 >>> 18) | (w3 << 14)) ^ (w3 >>> 3)
      next = ((w0 >>> 17) | (w0 << 15)) ^ ((w0 >>> 19) | (w0 << 13)) ^ (w0 >>> 10)
      w2 = (w2 + sum + w11 + next) | 0
      sum = ((w4 >>> 7) | (w4 << 25)) ^ ((w4 >>> 18) | (w4 << 14)) ^ (w4 >>> 3)
      next = ((w1 >>> 17) | (w1 << 15)) ^ ((w1 >>> 19) | (w1 << 13)) ^ (w1 >>> 10)
      w3 = (w3 + sum + w12 + next) | 0
      sum = ((w5 >>> 7) | (w5 << 25)) ^ ((w5 >>> 18) | (w5 << 14)) ^ (w5 >>> 3)
      next = ((w2 >>> 17) | (w2 << 15)) ^ ((w2 >>> 19) | (w2 << 13)) ^ (w2 >>> 10)
      w4 = (w4 + sum + w13 + next) | 0
      sum = ((w6 >>> 7) | (w6 << 25)) ^ ((w6 >>> 18) | (w6 << 14)) ^ (w6 >>> 3)
      next = ((w3 >>> 17) | (w3 << 15)) ^ ((w3 >>> 19) | (w3 << 13)) ^ (w3 >>> 10)
      w5 = (w5 + sum + w14 + next) | 0
      sum = ((w7 >>> 7) | (w7 << 25)) ^ ((w7 >>> 18) | (w7 << 14)) ^ (w7 >>> 3)
      next = ((w4 >>> 17) | (w4 << 15)) ^ ((w4 >>> 19) | (w4 << 13)) ^ (w4 >>> 10)
      w6 = (w6 + sum + w15 + next) | 0
      sum = ((w8 >>> 7) | (w8 << 25)) ^ ((w8 >>> 18) | (w8 << 14)) ^ (w8 >>> 3)
      next = ((w5 >>> 17) | (w5 << 15)) ^ ((w5 >>> 19) | (w5 << 13)) ^ (w5 >>> 10)
      w7 = (w7 + sum + w0 + next) | 0
      sum = ((w9 >>> 7) | (w9 << 25)) ^ ((w9 >>> 18) | (w9 << 14)) ^ (w9 >>> 3)
      next = ((w6 >>> 17) | (w6 << 15)) ^ ((w6 >>> 19) | (w6 << 13)) ^ (w6 >>> 10)
      w8 = (w8 + sum + w1 + next) | 0
      sum = ((w10 >>> 7) | (w10 << 25)) ^ ((w10 >>> 18) | (w10 << 14)) ^ (w10 >>> 3)
      next = ((w7 >>> 17) | (w7 << 15)) ^ ((w7 >>> 19) | (w7 << 13)) ^ (w7 >>> 10)
      w9 = (w9 + sum + w2 + next) | 0
      sum = ((w11 >>> 7) | (w11 << 25)) ^ ((w11 >>> 18) | (w11 << 14)) ^ (w11 >>> 3)
      next = ((w8 >>> 17) | (w8 << 15)) ^ ((w8 >>> 19) | (w8 << 13)) ^ (w8 >>> 10)
      w10 = (w10 + sum + w3 + next) | 0
      sum = ((w12 >>> 7) | (w12 << 25)) ^ ((w12 >>> 18) | (w12 << 14)) ^ (w12 >>> 3)
      next = ((w9 >>> 17) | (w9 << 15)) ^ ((w9 >>> 19) | (w9 << 13)) ^ (w9 >>> 10)
      w11 = (w11 + sum + w4 + next) | 0
      sum = ((w13 >>> 7) | (w13 << 25)) ^ ((w13 >>> 18) | (w13 << 14)) ^ (w13 >>> 3)
      next = ((w10 >>> 17) | (w10 << 15)) ^ ((w10 >>> 19) | (w10 << 13)) ^ (w10 >>> 10)
      w12 = (w12 + sum + w5 + next) | 0
      sum = ((w14 >>> 7) | (w14 << 25)) ^ ((w14 >>> 18) | (w14 << 14)) ^ (w14 >>> 3)
      next = ((w11 >>> 17) | (w11 << 15)) ^ ((w11 >>> 19) | (w11 << 13)) ^ (w11 >>> 10)
      w13 = (w13 + sum + w6 + next) | 0
      sum = ((w15 >>> 7) | (w15 << 25)) ^ ((w15 >>> 18) | (w15 << 14)) ^ (w15 >>> 3)
      next = ((w12 >>> 17) | (w12 << 15)) ^ ((w12 >>> 19) | (w12 << 13)) ^ (w12 >>> 10)
      w14 = (w14 + sum + w7 + next) | 0
      sum = ((w0 >>> 7) | (w0 << 25)) ^ ((w0 >>> 18) | (w0 << 14)) ^ (w0 >>> 3)
      next = ((w13 >>> 17) | (w13 << 15)) ^ ((w13 >>> 19) | (w13 << 13)) ^ (w13 >>> 10)
      w15 = (w15 + sum + w8 + next) | 0
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
