import ipaddr from 'ipaddr.js'

/** Where a request may leave for. The one place of this rule; `effects/egress.ts` asks it for each hop. */
export type EgressPolicy = {
  /** A builder's own machine: private and loopback addresses are the builder's to call. */
  local: boolean
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Cloud machines answer with credentials here, so not even a local server calls them. Link-local ones are refused as such. */
const metadataAddresses: ReadonlySet<string> = new Set([
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
])
const metadataName = /^(metadata|metadata\.goog|metadata\.google\.internal|instance-data(\.ec2\.internal)?)$/

/** Names that only a network of one's own knows (RFC 6761, RFC 6762, RFC 8375). */
const privateName = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa)$/

/** Where other protocols listen that could take a request for one of their own (Fetch standard, 2.9). */
const badPorts: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
])

/**
 * Says why a request must not leave for this address; null lets it go. The URL parser has brought every spelling of a number to one
 * form. What a name stands for is not known here: `addressRefusal` judges that.
 */
export function egressRefusal(url: URL, policy: EgressPolicy): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'Only http and https leave this server.'
  if (url.username !== '' || url.password !== '') return 'An address must not carry a user name or password.'
  if (url.port !== '' && badPorts.has(Number(url.port))) return `Port ${url.port} is another protocol’s.`
  const host = bareHost(url)
  return ipaddr.isValid(host) ? addressRefusal(host, policy) : nameRefusal(host, policy)
}

/** The name or number of an address, without brackets and the dot of the root. */
export const bareHost = (url: URL) =>
  url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
    .toLowerCase()

/** Whether a host is written as a number, so that there is nothing to look up. */
export const isAddress = (host: string) => ipaddr.isValid(host)

function nameRefusal(name: string, { local }: EgressPolicy): string | null {
  if (name === '' || name.includes('..')) return 'The address has no proper host name.'
  if (metadataName.test(name)) return metadataRefusal
  if (local) return null
  return privateName.test(name) || !name.includes('.') ? privateRefusal : null
}

const metadataRefusal = 'Link-local and metadata addresses are never called.'
const privateRefusal =
  'Only public addresses are called from here: this one is private, loopback or set aside for a special use.'

/** Says why an IP address must not be called, itself or one that is written in it; null lets it be. */
export function addressRefusal(text: string, { local }: EgressPolicy): string | null {
  if (!ipaddr.isValid(text)) return privateRefusal
  const addresses = addressesIn(ipaddr.parse(text))
  if (addresses.some((each) => each.range() === 'linkLocal' || metadataAddresses.has(each.toString())))
    return metadataRefusal
  return local || addresses.every(isPublic) ? null : privateRefusal
}

/** Global unicast, and nothing in it that is set aside; tunnels and translations to IPv4 are not for us to call through. */
const isPublic = (address: Address) =>
  address.range() === 'unicast' && (address.kind() === 'ipv4' || (address.toByteArray()[0] ?? 0) >> 5 === 1)

/** An address, and the IPv4 addresses that it leads to where it is one of a translation or a tunnel. */
function addressesIn(address: Address): Address[] {
  if (address instanceof ipaddr.IPv4) return [address]
  const bytes = address.toByteArray()
  const v4 = (from: number) => new ipaddr.IPv4(bytes.slice(from, from + 4))
  const isCompatible = bytes.slice(0, 12).every((byte) => byte === 0)
  const isIsatap = /^[02],0,94,254$/.test(bytes.slice(8, 12).join(','))
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6145':
    case 'rfc6052':
      return [address, v4(12)]
    case '6to4':
      return [address, v4(2)]
    case 'teredo':
      return [address, v4(4), new ipaddr.IPv4(bytes.slice(12).map((byte) => byte ^ 0xff))]
    default:
      return isCompatible || isIsatap ? [address, v4(12)] : [address]
  }
}
