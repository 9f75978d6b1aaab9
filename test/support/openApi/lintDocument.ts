import { createConfig, lintFromString } from '@redocly/openapi-core'

/** What Redocly’s strict rules say against an OpenAPI document: nothing, where it is sound. A loop’s document names no licence. */
export async function lintDocument(source: string): Promise<string[]> {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      'info-license': 'off',
      // The tests’ server is a local one.
      'no-server-example.com': 'off',
      // Sign-in by a provider answers with redirects alone.
      'operation-2xx-response': 'off',
      // JSON Schema lets an example have members that the schema does not name.
      'no-invalid-schema-examples': { severity: 'error', allowAdditionalProperties: true },
      'no-invalid-media-type-examples': { severity: 'error', allowAdditionalProperties: true },
    },
  })
  const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config })
  return problems.map(({ ruleId, message, location }) => `${ruleId} at ${location[0]?.pointer}: ${message}`)
}
