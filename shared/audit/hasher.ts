/** Gives the SHA-256 of a text's UTF-8 bytes as a digest, `sha256:…`: the same from every hasher, at another speed. */
export type Hasher = (text: string) => string
