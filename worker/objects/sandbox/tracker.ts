import type { Json } from '../../../shared/json.ts'
import { type AppRoute, changed, type Memory, membersOf, read, refused, stringsOf } from './app.ts'

type Comment = { id: number; body: string }
type Issue = { labels: string[]; assignees: string[]; comments: Comment[] }

const issuePath = '/repos/{owner}/{repo}/issues/{number}'
const nameOf = (parts: Record<string, string>) => `issue ${parts.owner}/${parts.repo}#${parts.number}`
const issueOf = (memory: Memory, name: string): Issue =>
  memory.get<Issue>(name) ?? { labels: [], assignees: [], comments: [] }
const named = (labels: string[]): Json => labels.map((name) => ({ name }))
const logins = (assignees: string[]): Json => assignees.map((login) => ({ login }))
const union = (before: string[], added: string[]) => [...new Set([...before, ...added])]
const without = (before: string[], removed: string[]) => before.filter((name) => !removed.includes(name))

/** An issue tracker in the shape of GitHub’s REST API: labels, assignees, comments, private security reports. */
export const tracker: readonly AppRoute[] = [
  {
    method: 'GET',
    path: issuePath,
    handle({ memory }, parts) {
      const issue = issueOf(memory, nameOf(parts))
      const { labels, assignees, comments } = issue
      return read({
        number: Number(parts.number),
        labels: named(labels),
        assignees: logins(assignees),
        comments,
      })
    },
  },
  {
    method: 'GET',
    path: `${issuePath}/labels`,
    handle: ({ memory }, parts) => read(named(issueOf(memory, nameOf(parts)).labels)),
  },
  {
    method: 'POST',
    path: `${issuePath}/labels`,
    handle({ memory, body }, parts) {
      const added = stringsOf(membersOf(body).labels)
      if (!added) return refused(422, 'labels must be a list of strings')
      const issue = issueOf(memory, nameOf(parts))
      const labels = union(issue.labels, added)
      memory.set(nameOf(parts), { ...issue, labels })
      return changed(200, named(labels))
    },
  },
  {
    method: 'DELETE',
    path: `${issuePath}/labels/{label}`,
    handle({ memory }, parts) {
      const issue = issueOf(memory, nameOf(parts))
      const label = parts.label ?? ''
      if (!issue.labels.includes(label)) return refused(404, 'Label does not exist')
      const labels = without(issue.labels, [label])
      memory.set(nameOf(parts), { ...issue, labels })
      return changed(200, named(labels))
    },
  },
  {
    method: 'POST',
    path: `${issuePath}/assignees`,
    handle({ memory, body }, parts) {
      const added = stringsOf(membersOf(body).assignees)
      if (!added) return refused(422, 'assignees must be a list of strings')
      const issue = issueOf(memory, nameOf(parts))
      const assignees = union(issue.assignees, added)
      memory.set(nameOf(parts), { ...issue, assignees })
      return changed(201, { assignees: logins(assignees) })
    },
  },
  {
    method: 'DELETE',
    path: `${issuePath}/assignees`,
    handle({ memory, body }, parts) {
      const removed = stringsOf(membersOf(body).assignees)
      if (!removed) return refused(422, 'assignees must be a list of strings')
      const issue = issueOf(memory, nameOf(parts))
      const assignees = without(issue.assignees, removed)
      memory.set(nameOf(parts), { ...issue, assignees })
      return changed(200, { assignees: logins(assignees) })
    },
  },
  {
    method: 'POST',
    path: `${issuePath}/comments`,
    handle({ memory, body }, parts) {
      const text = membersOf(body).body
      if (typeof text !== 'string' || text === '') return refused(422, 'body must be a text')
      const issue = issueOf(memory, nameOf(parts))
      const comment = { id: memory.next(), body: text }
      memory.set(nameOf(parts), { ...issue, comments: [...issue.comments, comment] })
      memory.set(`comment ${comment.id}`, nameOf(parts))
      return changed(201, comment)
    },
  },
  {
    method: 'DELETE',
    path: '/repos/{owner}/{repo}/issues/comments/{id}',
    handle({ memory }, parts) {
      const name = memory.get<string | null>(`comment ${parts.id}`) ?? null
      if (name === null) return refused(404, 'Not Found')
      const issue = issueOf(memory, name)
      const comments = issue.comments.filter(({ id }) => String(id) !== parts.id)
      memory.set(name, { ...issue, comments })
      memory.set(`comment ${parts.id}`, null)
      return changed(204, null)
    },
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/security-advisories/reports',
    handle({ memory, body }) {
      const { summary, description } = membersOf(body)
      if (typeof summary !== 'string' || typeof description !== 'string')
        return refused(422, 'summary and description must be texts')
      const report = { ghsa_id: `GHSA-${String(memory.next()).padStart(4, '0')}`, state: 'triage' }
      memory.set(`report ${report.ghsa_id}`, report)
      return changed(201, report)
    },
  },
  {
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/security-advisories/{id}',
    handle({ memory, body }, parts) {
      const report = memory.get<{ ghsa_id: string; state: string }>(`report ${parts.id}`)
      if (!report) return refused(404, 'Not Found')
      const { state } = membersOf(body)
      if (state !== 'closed') return refused(422, 'state must be closed')
      memory.set(`report ${parts.id}`, { ...report, state })
      return changed(200, { ...report, state })
    },
  },
]
