import type { Context } from 'hono'
import { controlOf } from '../../shared/api/changeControl.ts'
import { apiLimits } from '../../shared/api/limits.ts'
import type { SendOnce, SentOnce } from '../../shared/api/sendOnce.ts'
import { compileAction } from '../../shared/compile/compileAction.ts'
import { withWorkspacePolicies } from '../../shared/policy/withPolicySet.ts'
import { sendOnce as sendCall } from '../effects/sendOnce.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { compileContext, invalidGraph } from '../objects/loop/prepareVersion.ts'
import { workspaceOf } from '../objects/ports.ts'
import { AttemptLimit } from '../security/AttemptLimit.ts'

/** Of this isolate alone: it keeps a mistake from becoming a flood. What a host must bear at most is its own to say. */
const calls = new AttemptLimit(apiLimits.callsSentOncePerMinute)

/**
 * Sends the call of an action of a draft. A builder could publish the draft and have a run send it, so this asks for no more than that: where
 * publishing takes a second person, it is refused.
 */
export async function sendOnce(
  c: Context<AppEnv>,
  loop: string,
  { graph, node, values }: SendOnce,
): Promise<SentOnce> {
  const workspace = workspaceOf(c.env)
  const [settings, loops, control] = await Promise.all([
    workspace.settings(loop),
    workspace.loops(),
    workspace.changeControl(),
  ])
  if (controlOf(control, loop).publish)
    throw new ProblemException(
      'second-person-required',
      'What is drafted is sent only once a second person has approved it: propose the version, and try it with a test delivery then.',
    )
  const compiled = compileAction(graph, node, compileContext(settings, loops))
  if (!compiled.ok) return valueOf(invalidGraph(graph, compiled.errors, `The action “${node}”`))
  const { lone } = compiled
  const { call } = lone.action
  if (call.uses !== 'http')
    throw new ProblemException('invalid-request', `“${lone.action.title}” sends no HTTP request.`, {
      errors: [{ pointer: '/node', message: 'Name an action that calls a host over HTTP' }],
    })
  const { by, id } = c.var.principal
  requireRoom(`${c.env.workspace} ${id}`)
  return sendCall({
    env: c.env,
    settings,
    of: { ...lone, policies: withWorkspacePolicies(lone.policies, settings.policySet ?? null) },
    call,
    values,
    by,
    trace: c.var.trace.id,
    // The path as it is drafted: values and secrets have no place in a log that is never erased.
    leaves: () =>
      workspace.note(by, 'loop.call-tried', loop, `${node}: ${call.method} ${call.host} ${call.path}`),
  })
}

function requireRoom(sender: string): void {
  const now = Date.now()
  const wait = calls.waitSeconds(sender, now)
  if (wait > 0)
    throw new ProblemException(
      'too-many-attempts',
      `That were ${apiLimits.callsSentOncePerMinute} calls in a minute. Send the next one in ${wait} seconds.`,
      { headers: { 'retry-after': String(wait) } },
    )
  calls.count(sender, now)
}
