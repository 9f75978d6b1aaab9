import { BaselineRecord } from '../../shared/api/baselines.ts'
import { CreatedToken } from '../../shared/api/identity.ts'
import { leadScoring } from '../../shared/templates/leadScoring.ts'
import { Api } from './api.ts'
import type { LocalServer } from './localServer.ts'

const lead = (n: number) => ({
  id: `lead-${n}`,
  company_size: 1 + (n % 40),
  source: n % 3 === 0 ? 'partner' : 'search',
  message: ['Please call me', 'We want a demo', 'What does it cost', 'Send me an offer'][n % 4] ?? '',
})
const range = Array.from({ length: 40 }, (_, n) => lead(n))
/** Larger companies than the baseline knows. */
const grown = range.map((each) => ({ ...each, company_size: each.company_size + 25 }))

/** Publishes the loop that scores leads, with a baseline that holds, one that waits for a decision, and runs that have drifted. */
export async function publishWatchedLeads(server: LocalServer): Promise<void> {
  const api = new Api(server)
  const { name, graph } = leadScoring
  const path = `/api/loops/${name}`
  await api.send('POST', '/api/loops', { name, graph })
  await api.send('POST', `${path}/versions`, { revision: 1, note: 'First' })
  const created = await api.send('POST', '/api/tokens', { name: 'Grace', role: 'approver', expiresAt: null })
  const approver = new Api(server, CreatedToken.parse(await created.json()).token)
  const fields = {
    size: { as: 'number', values: range.map(({ company_size }) => company_size) },
    source: { as: 'category', values: range.map(({ source }) => source) },
    message: { as: 'text', values: range.map(({ message }) => message) },
  }
  const propose = { name: 'leads', note: 'Last quarter', from: { type: 'values', fields } }
  const proposed = await api.send('POST', `${path}/baselines`, propose)
  const { version, digest } = BaselineRecord.parse(await proposed.json())
  const decision = { decision: 'approve', digest }
  const approved = await approver.send('POST', `${path}/baselines/leads/${version}/decision`, decision)
  if (!approved.ok) throw new Error(`The baseline was not approved: ${await approved.text()}`)
  for (const input of grown) {
    const answer = await api.send('POST', `/hooks/${name}`, input, { prefer: 'wait=20' })
    await answer.body?.cancel()
  }
  await api.send('POST', `${path}/baselines`, { name: 'leads', note: 'Now', from: { type: 'window' } })
}
