import type { Case } from '../../graph/case.ts'
import type { Diagnostic, Fix } from '../diagnostic.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose } from '../report.ts'
import { repeated } from './structure.ts'

/** The tests that the loop carries: ids used once, names that there are, and something that is expected. */
export function checkCases(index: GraphIndex): Diagnostic[] {
  const { cases = [] } = index.graph
  if (cases.length === 0) return []
  const ids = repeated(cases.map(({ id }) => id)).map(({ id, place }) =>
    diagnose('duplicate-item', { field: `/cases/${place}/id` }, `Another test has the id “${id}”`),
  )
  const mockable = mockableIn(index)
  return [
    ...ids,
    ...cases.flatMap((test, place) => [
      ...checkExpectations(test, place),
      ...checkMocks(test, place, mockable),
      ...checkActions(index, test, place),
    ]),
  ]
}

function checkExpectations({ expect, title }: Case, place: number): Diagnostic[] {
  if (Object.keys(expect).length > 0) return []
  const message = `The test “${title}” expects nothing, so it can’t fail`
  return [diagnose('case-expects-nothing', { field: `/cases/${place}/expect` }, message)]
}

/** What a case can say the answers of: actions, external planners, and checks. */
function mockableIn(index: GraphIndex): ReadonlySet<string> {
  const names = index.nodes().flatMap((node) => {
    switch (node.kind) {
      case 'action':
        return [node.id]
      case 'planner':
        return [
          node.id,
          ...(node.strategy.type === 'federation'
            ? node.strategy.members.map(({ id }) => `${node.id}/${id}`)
            : []),
        ]
      case 'verifier':
        return node.checks.map(({ id }) => `${node.id}/${id}`)
      case 'trigger':
      case 'approval':
      case 'outcome':
        return []
    }
  })
  return new Set(names)
}

function checkMocks({ mocks }: Case, place: number, mockable: ReadonlySet<string>): Diagnostic[] {
  return Object.keys(mocks)
    .filter((key) => !mockable.has(key))
    .map((key) => {
      const field = `/cases/${place}/mocks/${escaped(key)}`
      const message = `There is nothing named “${key}” whose answer could be made up`
      return diagnose('case-unknown-name', { field }, message, remove(field, 'Remove the answer'))
    })
}

function checkActions(index: GraphIndex, { expect }: Case, place: number): Diagnostic[] {
  const isAction = (id: string) => index.node(id)?.kind === 'action'
  const calls = Object.keys(expect.calls ?? {}).filter((id) => !isAction(id))
  const steps = (expect.plan ?? []).flatMap((step, at) =>
    typeof step === 'string' || isAction(step.action) ? [] : [{ id: step.action, at }],
  )
  return [
    ...calls.map((id) => {
      const field = `/cases/${place}/expect/calls/${escaped(id)}`
      const fix = remove(field, 'Expect nothing of it')
      return diagnose('case-unknown-name', { field }, `There is no action “${id}”`, fix)
    }),
    ...steps.map(({ id, at }) => {
      const field = `/cases/${place}/expect/plan/${at}/action`
      return diagnose('case-unknown-name', { field }, `There is no action “${id}”`)
    }),
  ]
}

const remove = (path: string, title: string): Fix => ({ title, patch: [{ op: 'remove', path }] })

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')
