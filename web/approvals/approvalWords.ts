import type { ApprovalStatus, ApprovalSummary } from '../../shared/api/approvals.ts'
import type { Reversibility, RiskLevel } from '../../shared/graph/nodes/action.ts'
import type { BadgeTone } from '../ui/Badge.tsx'

const statusWords = {
  open: { label: 'Open', tone: 'accent' },
  granted: { label: 'Approved', tone: 'success' },
  denied: { label: 'Denied', tone: 'danger' },
  expired: { label: 'Expired', tone: 'warning' },
  'sent-back': { label: 'Sent back', tone: 'warning' },
  superseded: { label: 'Not needed any more', tone: 'neutral' },
} as const satisfies Record<ApprovalStatus, { label: string; tone: BadgeTone }>

/** What became of an approval. One that a person edited is asked about anew. */
export function wordsOf({ status, decided }: Pick<ApprovalSummary, 'status' | 'decided'>) {
  return status === 'superseded' && decided?.by
    ? ({ label: 'Edited', tone: 'warning' } as const)
    : statusWords[status]
}

export const riskWords = {
  low: { label: 'Low risk', tone: 'neutral' },
  medium: { label: 'Medium risk', tone: 'warning' },
  high: { label: 'High risk', tone: 'danger' },
} as const satisfies Record<RiskLevel, { label: string; tone: BadgeTone }>

export const aboutWords = {
  node: 'Before the run goes on',
  input: 'The input',
  plan: 'A whole plan',
  step: 'One step',
  verdict: 'A verdict',
} as const satisfies Record<ApprovalSummary['about'], string>

/** What can be done about a step once it has happened. */
export function undoWords(reversibility: Reversibility, undoneBy: string | null): string {
  switch (reversibility) {
    case 'pure':
      return 'Changes nothing outside'
    case 'idempotent':
      return 'Sets something that can be set again'
    case 'compensable':
      return undoneBy === null ? 'Can be undone' : `Can be undone by “${undoneBy}”`
    case 'irreversible':
      return 'Can’t be undone'
  }
}

export const undoTone = {
  pure: 'neutral',
  idempotent: 'neutral',
  compensable: 'success',
  irreversible: 'danger',
} as const satisfies Record<Reversibility, BadgeTone>

/** Who is asked, in words. */
export function approverWords(approvers: readonly string[], need: number): string {
  const who = approvers.join(' or ')
  return need === 1 ? `one ${who}` : `${need} different people, each ${who}`
}
