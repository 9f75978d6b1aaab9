import { describe, expect, it } from 'vitest'
import type { ActionNode } from '../../../shared/graph/nodes/action.ts'
import { issueTriageActions } from '../../../shared/templates/issueTriageActions.ts'
import { describeBriefly, describeNode } from '../../../web/editor/model/describeNode.ts'

const [action] = issueTriageActions as [ActionNode]
const calling = (path: string): ActionNode => ({
  ...action,
  call: { uses: 'http', host: 'tracker', method: 'POST', path },
})

describe('what a call says of itself', () => {
  const labels = '/repos/{{ args.repo }}/issues/{{ args["number"] }}/labels'

  it('reads each expression as the last name in it', () => {
    expect(describeNode(calling(labels))).toBe('POST tracker/repos/{repo}/issues/{number}/labels')
    expect(describeNode(calling('/at/{{ 1 + 1 }}'))).toBe('POST tracker/at/{…}')
  })

  it('keeps its host and the end of its path where there is little room', () => {
    expect(describeBriefly(calling(labels))).toBe('POST tracker …/{number}/labels')
    expect(describeBriefly(calling('/echo'))).toBe('POST tracker/echo')
    const last = 'a-single-part-that-is-longer-than-a-card'
    expect(describeBriefly(calling(`/all/${last}`))).toBe(`POST tracker …/${last}`)
  })
})
