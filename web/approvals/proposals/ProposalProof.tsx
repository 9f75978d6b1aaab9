import { useMutation } from '@tanstack/react-query'
import { compile } from '../../../shared/compile/compile.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Json } from '../../../shared/json.ts'
import { withPolicySet } from '../../../shared/policy/withPolicySet.ts'
import type { ProofReport } from '../../../shared/prove/proofReport.ts'
import { callApi } from '../../app/api.ts'
import { noProperties } from '../../editor/prove/proofState.ts'
import { proveOffThread, usualStates } from '../../editor/prove/runProof.ts'
import { Button } from '../../ui/Button.tsx'
import { Finding } from '../../ui/Finding.tsx'

/** Proves what is proposed in the browser of whoever decides: they need not believe who proposed it. */
export function ProposalProof({ graph }: { graph: Graph }) {
  const proof = useMutation<ProofReport, Error>({
    mutationFn: async () => {
      const { program } = compile(graph as unknown as Json)
      if (!program) throw new Error('It does not compile.')
      const { version, digest, policies } = await callApi('getPolicies', {})
      const properties = (graph.properties ?? noProperties).map(({ at = 'always', ...rest }) => ({
        ...rest,
        at,
      }))
      const question = {
        program: withPolicySet(program, { version, digest, policies }),
        properties,
        maxStates: usualStates,
      }
      return proveOffThread(question, () => undefined, new AbortController().signal)
    },
  })
  const prove = (
    <Button size="sm" busy={proof.isPending} onClick={() => proof.mutate()}>
      Prove it here
    </Button>
  )
  if (proof.error)
    return (
      <Finding kind="open" title="The proof stopped">
        {proof.error.message} {prove}
      </Finding>
    )
  if (!proof.data)
    return (
      <Finding kind="open" title="Nothing is proved yet">
        {prove}
      </Finding>
    )
  const { violations, explored } = proof.data
  const looked = `${explored.states.toLocaleString('en')} states${explored.complete ? ', all there are' : ', and there are more'}`
  if (violations.length > 0)
    return (
      <Finding
        kind="bad"
        title={`${violations.length} ${violations.length === 1 ? 'run breaks' : 'runs break'} a property`}
      >
        Looked at {looked}. Open the comparison and prove it in the editor to see them.
      </Finding>
    )
  return (
    <Finding kind={explored.complete ? 'good' : 'open'} title="No violation found">
      Looked at {looked}.
    </Finding>
  )
}
