import { z } from 'zod'

/** `sha256:` and 64 lower-case hexadecimal digits. Apart from what makes digests, which a page that only reads them need not load. */
export const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
export type Digest = z.infer<typeof Digest>
