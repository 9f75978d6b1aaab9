/** Tells callers apart. Cloudflare sets the header itself; a local server has one builder. */
export const clientAddress = (request: Request) => request.headers.get('cf-connecting-ip') ?? 'local'
