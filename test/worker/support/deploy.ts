import { type SandboxCall, SandboxCallList } from '../../../shared/api/sandbox.ts'
import type { ProgramAction, ProgramBody } from '../../../shared/compile/program.ts'
import type { HttpCall } from '../../../shared/graph/nodes/action.ts'
import type { Strategy } from '../../../shared/graph/nodes/planner.ts'
import { firstPlacement } from '../../../worker/objects/placement.ts'
import { shardOf, workspaceOf } from '../../../worker/objects/ports.ts'
import { anAction, aProgram } from '../../support/programs.ts'
import { asAdmin, env, jsonOf } from './edge.ts'

/** A loop's name that no other test uses. */
export const freshName = () => `probe-${crypto.randomUUID()}`

/** An action of the sandbox that answers with what it got. */
export const echoAction = (over: Partial<ProgramAction> = {}, call: Partial<HttpCall> = {}): ProgramAction =>
  anAction({
    call: { uses: 'http', host: 'echo', method: 'POST', path: '/things', body: '{{ input }}', ...call },
    ...over,
  })

/** Gives a program to the shard of a loop of its own, as a publication does; the loop's name. */
export async function deploy(over: Partial<ProgramBody> & { strategy?: Strategy } = {}): Promise<string> {
  const name = over.name ?? freshName()
  const outcomes = {
    ...aProgram().outcomes,
    done: {
      title: 'Done',
      status: 'succeeded' as const,
      body: { echoed: '{{ steps.first.output.body.body }}' },
    },
  }
  const program = aProgram({ outcomes, ...over, name })
  await workspaceOf(env).ready()
  await shardOf(env, name, 0).deploy({
    loop: name,
    rollout: { stable: program.version, canary: null },
    rolloutRevision: 1,
    placement: firstPlacement,
    versions: [{ number: 1, program }],
    baselines: [],
    settings: await workspaceOf(env).settings(name),
  })
  return name
}

/** What the sandbox received for a run, oldest first: an effect's key begins with its run. */
export async function callsOf(run: string): Promise<SandboxCall[]> {
  const { calls } = SandboxCallList.parse(await jsonOf(await asAdmin('/api/sandbox/calls?limit=200')))
  return calls.filter(({ key }) => key?.startsWith(`${run}/`)).reverse()
}
