/** How many runs of a shard may be unfinished, and how many more it takes now. */
export type Room = { limit: number; left: number }

/**
 * The room of a loop's queue as response fields (draft-ietf-httpapi-ratelimit-headers-10). Its unit is unfinished runs, not calls in a time, so
 * there is no window; `t` is there where there is no room: the seconds until it is worth another try.
 */
export function rateLimitHeaders({ limit, left }: Room, retryAfterSeconds?: number): Record<string, string> {
  const again = retryAfterSeconds === undefined ? '' : `;t=${retryAfterSeconds}`
  return {
    'ratelimit-policy': `"queue";q=${limit};qu="concurrent-requests"`,
    ratelimit: `"queue";r=${left}${again}`,
  }
}
