import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressRefusal, egressRefusal } from '../../../worker/security/egressGuard.ts'

const inPublic = { local: false }
const atHome = { local: true }
const refusal = (address: string, policy: { local: boolean }) => {
  const url = URL.canParse(address) ? new URL(address) : null
  return url === null ? 'no address' : egressRefusal(url, policy)
}

/** One address of this machine, in every spelling that a parser could take for it. */
const loopback = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0x7f.1/',
  'http://017700000001/',
  'http://0177.0.0.1/',
  'http://0177.0.0.0x1/',
  'http://127.0.0.1./',
  'http://127.0.0.1:8080/',
  'http://127.255.255.254/',
  'http://１２７.０.０.１/',
  'http://①②⑦.⓪.⓪.①/',
  'http://127。0。0。1/',
  'http://%31%32%37.0.0.1/',
  'http:127.0.0.1/',
  'http:\\\\127.0.0.1\\',
  'http:///127.0.0.1/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::]/',
  'http://0/',
  'http://0.0.0.0/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[0:0:0:0:0:ffff:127.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b:1::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:7f00:1::]/',
  'http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/',
  'http://localhost/',
  'http://LOCALHOST/',
  'http://localhost./',
  'http://localhost../',
  'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
  'http://loc%61lhost/',
  'http://app.localhost/',
  'http://localhost.localdomain/',
  'http://ip6-localhost/',
  'http://evil.example@127.0.0.1/',
  'http://evil.example:80@127.0.0.1/',
  'http://127.0.0.1#@evil.example/',
  'http://127.0.0.1?@evil.example/',
  'http://[fe80::1%25eth0]/',
  'http://[::1%25lo]/',
]

/** Networks that are nobody's on the Internet. */
const special = [
  'http://10.0.0.1/',
  'http://10.255.255.255/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://100.64.0.1/',
  'http://100.127.255.254/',
  'http://192.0.0.8/',
  'http://192.0.2.1/',
  'http://192.88.99.1/',
  'http://192.31.196.1/',
  'http://192.52.193.1/',
  'http://192.175.48.1/',
  'http://198.18.0.1/',
  'http://198.51.100.1/',
  'http://203.0.113.1/',
  'http://224.0.0.1/',
  'http://239.255.255.250/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[fc00::1]/',
  'http://[fd12:3456::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[100::1]/',
  'http://[2001:db8::1]/',
  'http://[2001:2::1]/',
  'http://[2001:3::1]/',
  'http://[2001:4:112::1]/',
  'http://[2001:10::1]/',
  'http://[2001:20::1]/',
  'http://[2001:30::1]/',
  'http://[3fff::1]/',
  'http://[5f00::1]/',
  'http://[4000::1]/',
  'http://router/',
  'http://printer.local/',
  'http://db.internal/',
  'http://nas.lan/',
  'http://intranet.corp/',
  'http://nas.home.arpa/',
  'http://nas.home/',
  'http://wiki.intranet/',
]

/** Where clouds keep credentials: not even a builder's own server calls them. */
const metadata = [
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[::169.254.169.254]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[2606:4700::5efe:a9fe:a9fe]/',
  'http://[2001:0:a9fe:a9fe::1]/',
  'http://[2001:0:4136:e378:8000:63bf:5601:5601]/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://[fd20:ce::254]/',
  'http://100.100.100.200/',
  'http://168.63.129.16/',
  'http://192.0.0.192/',
  'http://metadata/',
  'http://metadata.google.internal/',
  'http://METADATA.google.internal./',
  'http://metadata.goog/',
  'http://instance-data.ec2.internal/',
]

const harmless = [
  'https://api.github.com/',
  'https://api.github.com:8443/',
  'http://93.184.216.34/',
  'http://172.32.0.1/',
  'http://100.128.0.1/',
  'http://11.0.0.1/',
  'https://[2606:4700::1111]/',
  'https://localhost.example.com/',
  'https://xn--bcher-kva.example/',
]

describe('the egress guard', () => {
  it.each(loopback)('lets nothing leave for this machine: %s', (address) =>
    expect(refusal(address, inPublic)).not.toBeNull(),
  )
  it.each(special)('lets nothing leave for %s', (address) =>
    expect(refusal(address, inPublic)).not.toBeNull(),
  )
  it.each(metadata)('lets nothing leave for %s, not even from a local server', (address) => {
    expect(refusal(address, inPublic)).not.toBeNull()
    expect(refusal(address, atHome)).not.toBeNull()
  })
  it.each(harmless)('lets a request leave for %s', (address) => {
    expect(refusal(address, inPublic)).toBeNull()
    expect(refusal(address, atHome)).toBeNull()
  })

  it('lets a local server call what is the builder’s own', () => {
    for (const address of [
      'http://127.0.0.1:3000/',
      'http://[::1]:3000/',
      'http://10.0.0.1/',
      'http://nas.lan/',
    ])
      expect(refusal(address, atHome)).toBeNull()
  })

  it.each([
    'ftp://example.com/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'gopher://example.com/',
    'javascript:alert(1)',
    'blob:https://example.com/x',
    'https://user@example.com/',
    'https://:pass@example.com/',
    'http://example.com:25/',
    'http://example.com:22/',
    'https://example.com:6379@example.com/',
    'http://example.com:11/',
  ])('lets nothing leave as %s', (address) => expect(refusal(address, atHome)).not.toBeNull())

  it('holds for every spelling of every address that is not public', () => {
    const privateV4 = fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127), fc.nat(0xff_ff_ff)).map(([a, rest]) => a * 2 ** 24 + rest),
      fc.nat(0xf_ff_ff).map((rest) => 0xac_10_00_00 + rest),
      fc.nat(0xff_ff).map((rest) => 0xc0_a8_00_00 + rest),
      fc.nat(0xff_ff).map((rest) => 0xa9_fe_00_00 + rest),
      fc.nat(0x3f_ff_ff).map((rest) => 0x64_40_00_00 + rest),
      fc.nat(0x1f_ff_ff_ff).map((rest) => 0xe0_00_00_00 + rest),
    )
    fc.assert(
      fc.property(privateV4, fc.constantFrom(...spellings), (number, spell) => {
        expect(egressRefusal(new URL(`http://${spell(number)}/`), inPublic)).not.toBeNull()
      }),
    )
  })

  it('judges what a name stands for by the same rule, and what is no address not at all', () => {
    expect(addressRefusal('93.184.216.34', inPublic)).toBeNull()
    for (const address of ['10.0.0.1', '::ffff:10.0.0.1', '127.0.0.1', 'fe80::1%eth0', 'cname.example.', ''])
      expect(addressRefusal(address, inPublic)).not.toBeNull()
  })
})

const hex = (number: number, digits = 0) => number.toString(16).padStart(digits, '0')
const bytesOf = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256)
const groupsOf = (number: number) => `${hex(Math.floor(number / 65_536))}:${hex(number % 65_536)}`

const spellings: ((number: number) => string)[] = [
  String,
  (number) => `0x${hex(number)}`,
  (number) => `0${number.toString(8)}`,
  (number) => bytesOf(number).join('.'),
  (number) => `${bytesOf(number).join('.')}.`,
  (number) =>
    bytesOf(number)
      .map((byte) => `0x${hex(byte)}`)
      .join('.'),
  (number) =>
    bytesOf(number)
      .map((byte) => `0${byte.toString(8)}`)
      .join('.'),
  (number) => bytesOf(number).join('。'),
  (number) =>
    bytesOf(number)
      .join('.')
      .replaceAll(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  (number) => `${Math.floor(number / 2 ** 24)}.${number % 2 ** 24}`,
  (number) => `[::ffff:${bytesOf(number).join('.')}]`,
  (number) => `[::ffff:${groupsOf(number)}]`,
  (number) => `[::${groupsOf(number)}]`,
  (number) => `[::ffff:0:${groupsOf(number)}]`,
  (number) => `[64:ff9b::${groupsOf(number)}]`,
  (number) => `[64:ff9b:1::${groupsOf(number)}]`,
  (number) => `[2002:${groupsOf(number)}::1]`,
  (number) => `[2001:0:${groupsOf(number)}::1]`,
]
