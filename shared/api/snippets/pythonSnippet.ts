import { assertNever } from '../../assertNever.ts'
import type { TriggerAuth } from '../../graph/nodes/trigger.ts'
import { type CallToMake, stripeHeader } from './callToMake.ts'

type Proof = { imports: string[]; before: string[]; headers: string[] }

/** Python 3 with its standard library alone. A JSON string is a Python string too. */
export function pythonSnippet({ url, auth, input }: CallToMake): string {
  const { imports, before, headers } = proofOf(auth)
  const modules = [...imports, ...(auth.scheme === 'none' ? [] : ['os']), 'urllib.error', 'urllib.request']
  const all = ['"content-type": "application/json"', '"prefer": "wait=10"', ...headers]
  return [
    ...modules.toSorted().map((name) => `import ${name}`),
    '',
    `body = ${JSON.stringify(JSON.stringify(input))}.encode()`,
    ...(auth.scheme === 'none' ? [] : ['secret = os.environ["HOOK_SECRET"]']),
    ...before,
    'headers = {',
    ...all.map((header) => `    ${header},`),
    '}',
    `request = urllib.request.Request(${JSON.stringify(url)}, data=body, headers=headers, method="POST")`,
    'try:',
    '    response = urllib.request.urlopen(request)',
    'except urllib.error.HTTPError as error:',
    '    response = error',
    'print(response.status, response.read().decode())',
  ].join('\n')
}

const hexHmac = (text: string) => `hmac.new(secret.encode(), ${text}, hashlib.sha256).hexdigest()`
const signing = ['hashlib', 'hmac']

function proofOf(auth: TriggerAuth): Proof {
  switch (auth.scheme) {
    case 'none':
      return { imports: [], before: [], headers: [] }
    case 'bearer':
      return { imports: [], before: [], headers: ['"authorization": f"Bearer {secret}"'] }
    case 'github':
      return {
        imports: signing,
        before: [`signature = ${hexHmac('body')}`],
        headers: ['"x-hub-signature-256": f"sha256={signature}"'],
      }
    case 'stripe':
      return {
        imports: [...signing, 'time'],
        before: ['now = int(time.time())', `signature = ${hexHmac('f"{now}.".encode() + body')}`],
        headers: [`"${stripeHeader(auth)}": f"t={now},v1={signature}"`],
      }
    case 'standard-webhooks':
      return {
        imports: [...signing, 'base64', 'time', 'uuid'],
        before: [
          'now = int(time.time())',
          'id = f"msg_{uuid.uuid4()}"',
          'key = base64.b64decode(secret.removeprefix("whsec_"))',
          'mac = hmac.new(key, f"{id}.{now}.".encode() + body, hashlib.sha256).digest()',
          'signature = base64.b64encode(mac).decode()',
        ],
        headers: [
          '"webhook-id": id',
          '"webhook-timestamp": str(now)',
          '"webhook-signature": f"v1,{signature}"',
        ],
      }
    default:
      return assertNever(auth)
  }
}
