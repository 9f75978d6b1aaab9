import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SnippetLanguage, snippetLanguages, snippetOf } from '../../shared/api/snippets/snippets.ts'
import { TriggerAuth } from '../../shared/graph/nodes/trigger.ts'
import { leadScoring } from '../../shared/templates/leadScoring.ts'
import { Api } from '../support/api.ts'
import { LocalServer } from '../support/localServer.ts'

const run = promisify(execFile)
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const schemes = ['none', 'bearer', 'github', 'stripe', 'standard-webhooks'] as const

let server: LocalServer
const folder = mkdtempSync(join(tmpdir(), 'pavane-snippets-'))

beforeAll(async () => {
  server = await LocalServer.start()
  const api = new Api(server)
  await api.send('PUT', '/api/secrets/of_the_hook', { value: secret })
  for (const scheme of schemes) {
    const name = `called-by-${scheme}`
    const nodes = leadScoring.graph.nodes.map((node) =>
      node.kind === 'trigger' ? { ...node, auth: authOf(scheme) } : node,
    )
    await api.send('POST', '/api/loops', { name, graph: { ...leadScoring.graph, name, nodes } })
    const published = await api.send('POST', `/api/loops/${name}/versions`, { revision: 1, note: '' })
    if (published.status !== 201) throw new Error(await published.text())
  }
})
afterAll(async () => {
  await server.discard()
  rmSync(folder, { recursive: true, force: true })
})

const authOf = (scheme: string) =>
  TriggerAuth.parse({ scheme, ...(scheme === 'none' ? {} : { secret: 'of_the_hook' }) })

/** Runs a snippet as whoever copies it does; what it prints. */
async function printed(language: SnippetLanguage, text: string, value: string): Promise<string> {
  const [file, command, ...options] = {
    curl: ['call.sh', 'sh'],
    fetch: ['call.mjs', process.execPath],
    python: ['call.py', 'python3'],
  }[language] as [string, string]
  const path = join(folder, file)
  writeFileSync(path, text)
  const { stdout } = await run(command, [...options, path], { env: { ...process.env, HOOK_SECRET: value } })
  return stdout
}

describe.for(schemes)('a snippet for %s', (scheme) => {
  it.for(snippetLanguages)('calls the loop as it stands, in %s', async (language) => {
    const [sample] = leadScoring.samples
    const input = { ...(sample?.input as object), note: 'Quotes: \' " \\ $HOME `x` — ünïcode' }
    const url = `${server.origin}/hooks/called-by-${scheme}`
    const text = snippetOf(language, { url, auth: authOf(scheme), input })
    expect(text).not.toContain(secret)
    const output = await printed(language, text, secret)
    expect(output).toMatch(/^(200 )?\{/)
    expect(output).not.toContain('problems')
  })
})

describe.for(schemes.filter((scheme) => scheme !== 'none'))(
  'with another secret than the hook’s, %s',
  (scheme) => {
    it.for(snippetLanguages)('is refused, in %s', async (language) => {
      const url = `${server.origin}/hooks/called-by-${scheme}`
      const text = snippetOf(language, { url, auth: authOf(scheme), input: {} })
      expect(await printed(language, text, 'whsec_AAAA')).toContain('signature-invalid')
    })
  },
)
