import type { Compatibility } from '../../shared/api/loops.ts'
import type { Digest } from '../../shared/audit/digest.ts'
import { compareLoops } from '../../shared/compat/compareLoops.ts'
import { type LoopChange, verdictOf } from '../../shared/compat/compatibility.ts'
import { compile } from '../../shared/compile/compile.ts'
import type { Program } from '../../shared/compile/program.ts'
import { upcastProgram } from '../../shared/compile/upcastProgram.ts'
import type { Json } from '../../shared/json.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import type { loopOf } from '../objects/ports.ts'

type Loop = ReturnType<typeof loopOf>
type Compared = { number: number | null; program: Program }

/** What changes from one version of a loop to another, for those outside of it. */
export async function compatibilityOf(
  loop: Loop,
  { from, to = 'draft' }: { from?: string | undefined; to?: string | undefined },
): Promise<Compatibility> {
  const [before, after] = await Promise.all([
    from === undefined ? stableOf(loop) : comparedOf(loop, from),
    comparedOf(loop, to),
  ])
  const changes = compareLoops(before.program, after.program)
  return { from: named(before), to: named(after), breaking: verdictOf(changes), changes }
}

/** What a proposed graph, or another version, changes for those outside of a loop against the version that is there. */
export async function impactOf(
  loop: Loop,
  from: Digest,
  to: { graph: Json } | { version: Digest },
): Promise<LoopChange[]> {
  const [before, after] = await Promise.all([
    comparedOf(loop, from),
    'graph' in to
      ? { number: null, program: compiled(to.graph, 'proposed graph') }
      : comparedOf(loop, to.version),
  ])
  return compareLoops(before.program, after.program)
}

const named = ({ number, program }: Compared) => ({ number, version: program.version })

async function stableOf(loop: Loop): Promise<Compared> {
  const { rollout } = valueOf(await loop.detail())
  if (rollout.stable === null)
    throw new ProblemException('loop-not-published', 'The loop has no stable version to compare with.')
  return comparedOf(loop, rollout.stable)
}

async function comparedOf(loop: Loop, ref: string): Promise<Compared> {
  if (ref !== 'draft') {
    const { number, program } = valueOf(await loop.version(ref))
    return { number, program: upcastProgram(program) }
  }
  const { draft } = valueOf(await loop.detail())
  return { number: null, program: compiled(draft.graph, 'draft') }
}

function compiled(graph: Json, what: string): Program {
  const { program, diagnostics } = compile(graph)
  if (program) return program
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  throw new ProblemException(
    'graph-invalid',
    `The ${what} does not compile. The first error: ${errors[0]?.message ?? ''}.`,
  )
}
