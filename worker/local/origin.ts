/**
 * The address that people and callers use: `PAVANE_ORIGIN`, where something in front of this server speaks TLS, or the server itself on
 * this machine. Throws a sentence for anything that is no such address.
 */
export function chosenOrigin(local: string, environment: NodeJS.ProcessEnv = process.env): string {
  const wanted = environment.PAVANE_ORIGIN
  if (!wanted || wanted === local) return local
  const url = URL.parse(wanted)
  if (url?.protocol === 'https:' && url.href === `${url.origin}/`) return url.origin
  throw new Error(
    `PAVANE_ORIGIN is "${wanted}": it must be an address of https alone, as in https://pavane.example.com, or left out.`,
  )
}
