import { issueOpened, withIssue } from '../support/githubIssue.ts'
import type { LocalServer } from '../support/localServer.ts'
import { type Throughput, throughput } from './measure.ts'

export type HookReport = {
  health: Throughput
  accepted: Throughput
  answered: Throughput
  rowsPerRun: number
}

/** How many calls the server takes: ones that do nothing, ones that are accepted, and ones that wait for their run's end. */
export async function benchHooks(server: LocalServer, callers: number, seconds: number): Promise<HookReport> {
  const payload = issueOpened()
  let issue = 0
  const rows: number[] = []
  const call = async (prefer: string, expected: number) => {
    issue += 1
    const response = await fetch(`${server.origin}/hooks/issue-triage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer },
      body: JSON.stringify(withIssue(payload, { id: issue, number: issue })),
    })
    const body = await response.text()
    if (response.status !== expected) throw new Error(`A hook answered ${response.status}: ${body}`)
    const written = response.headers.get('pavane-rows-written')
    if (written !== null) rows.push(Number(written))
  }
  const health = await throughput(callers, seconds, async () => {
    const response = await fetch(`${server.origin}/healthz`)
    await response.text()
    if (!response.ok) throw new Error(`/healthz answered ${response.status}`)
  })
  const answered = await throughput(callers, seconds, () => call('wait=30', 200))
  if (rows.length === 0) throw new Error('No answer said how many rows its run wrote.')
  const rowsPerRun = rows.reduce((sum, count) => sum + count, 0) / rows.length
  const accepted = await throughput(callers, seconds, () => call('respond-async', 202))
  return { health, accepted, answered, rowsPerRun }
}
