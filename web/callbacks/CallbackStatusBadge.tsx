import type { CallbackStatus } from '../../shared/api/callbacks.ts'
import { Badge, type BadgeTone } from '../ui/Badge.tsx'

const looks = {
  armed: { label: 'Waits for the end', tone: 'neutral' },
  waiting: { label: 'On its way', tone: 'accent' },
  delivered: { label: 'Delivered', tone: 'success' },
  dead: { label: 'Not delivered', tone: 'danger' },
  discarded: { label: 'Discarded', tone: 'neutral' },
} as const satisfies Record<CallbackStatus, { label: string; tone: BadgeTone }>

/** How a callback stands. */
export function CallbackStatusBadge({ status }: { status: CallbackStatus }) {
  const { label, tone } = looks[status]
  return <Badge tone={tone}>{label}</Badge>
}

/** What callbacks can be narrowed to, as words. */
export const callbackFilters = (['dead', 'waiting', 'delivered', 'discarded'] as const).map((value) => ({
  value,
  label: looks[value].label,
}))
