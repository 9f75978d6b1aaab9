import { Hono } from 'hono'
import type { AlertRule } from '../../shared/api/alerts.ts'
import { ResourceName } from '../../shared/graph/ids.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { alertsOf } from '../objects/alerts/alertsApi.ts'
import { workspaceOf } from '../objects/ports.ts'

/** Who is told when loops do badly. */
export const alerts: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/alerts', async (c) => c.json(await alertsOf(c.env).list()))
  .put('/api/alerts/:alert', async (c) => {
    const alert = requireName(c.req.param('alert'))
    const rule = await bodyOf(c, 'putAlert')
    const before = (await alertsOf(c.env).list()).alerts.find((each) => each.alert === alert)
    const put = valueOf(await alertsOf(c.env).put({ alert, ...rule }))
    const from = before ? { from: { value: ruleWords(before) } } : {}
    await workspaceOf(c.env).note(c.var.principal.by, 'alert.set', alert, {
      ...from,
      to: { value: ruleWords(rule) },
    })
    return c.json(put)
  })
  .delete('/api/alerts/:alert', async (c) => {
    const alert = c.req.param('alert')
    const { reason = '' } = queryOf(c, 'deleteAlert')
    valueOf(await alertsOf(c.env).delete(alert))
    await workspaceOf(c.env).note(c.var.principal.by, 'alert.deleted', alert, { reason })
    return c.body(null, 204)
  })
  .post('/api/alerts/:alert/test', async (c) =>
    c.json(valueOf(await alertsOf(c.env).sendTest(c.req.param('alert'))), 202),
  )

/** A rule as the log of changes tells it. */
const ruleWords = ({ title, loop, measure, threshold, windowHours, to }: AlertRule): string =>
  `${title}: ${measure} ${threshold} within ${windowHours} h, ${loop ?? 'every loop'}, to ${to.host}${to.path}`

function requireName(name: string): string {
  const parsed = ResourceName.safeParse(name)
  if (parsed.success) return parsed.data
  throw new ProblemException('invalid-request', parsed.error.issues[0]?.message ?? 'That is no name.')
}
