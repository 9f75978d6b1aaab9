/** Where an action may send a request to. The one place of this rule. */
export type EgressPolicy = {
  /** A builder's own machine: private and loopback addresses are the builder's to call. */
  local: boolean
}

const privateV4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
]
/** Cloud machines answer with credentials here, so not even a local server calls it. */
const linkLocalV4: readonly [string, number] = ['169.254.0.0', 16]

/** Says why a request must not leave for this address; null lets it go. Names are not resolved here. */
export function egressRefusal(url: URL, policy: EgressPolicy): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'Only http and https leave this server.'
  if (url.username !== '' || url.password !== '') return 'An address must not carry a user name or password.'
  const host = url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (isLinkLocal(host)) return 'Link-local addresses are never called.'
  if (policy.local) return null
  return isPrivate(host) ? 'Private and loopback addresses are not called from here.' : null
}

function isLinkLocal(host: string): boolean {
  const v4 = v4Of(host)
  if (v4 !== null) return inRange(v4, linkLocalV4)
  return /^fe[89ab][0-9a-f]:/.test(host) || host === 'fd00:ec2::254' || host === 'metadata.google.internal'
}

function isPrivate(host: string): boolean {
  const v4 = v4Of(host)
  if (v4 !== null) return privateV4.some((range) => inRange(v4, range))
  if (host.includes(':')) return host === '::' || host === '::1' || /^f[cdf]/.test(host)
  return host === 'localhost' || /\.(localhost|local|internal|home\.arpa)$/.test(host) || !host.includes('.')
}

/** The IPv4 address that a host is, also where it is written as IPv6. The URL parser has made every spelling decimal. */
function v4Of(host: string): number | null {
  const mapped =
    /^::(?:ffff:(?:0:)?)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host) ??
    /^64:ff9b::([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host)
  if (mapped) return Number.parseInt(mapped[1] ?? '', 16) * 65_536 + Number.parseInt(mapped[2] ?? '', 16)
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? numberOf(host) : null
}

const numberOf = (address: string) =>
  address.split('.').reduce((number, part) => number * 256 + Number(part), 0)

const inRange = (address: number, [network, bits]: readonly [string, number]) => {
  const size = 2 ** (32 - bits)
  return Math.floor(address / size) === Math.floor(numberOf(network) / size)
}
