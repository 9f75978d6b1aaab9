import type { Digest } from './digest.ts'

/**
 * Gives the SHA-256 of a text's UTF-8 bytes as a digest. `digestText` is the one that runs everywhere; a host may pass a
 * faster one that gives the same.
 */
export type Hasher = (text: string) => Digest
