import type { DeliveryResult, Verification } from '../../shared/api/deliveries.ts'
import type { BadgeTone } from '../ui/Badge.tsx'

export const resultLooks = {
  accepted: { label: 'Accepted', tone: 'success' },
  repeated: { label: 'Repeated', tone: 'neutral' },
  refused: { label: 'Refused', tone: 'danger' },
} as const satisfies Record<DeliveryResult, { label: string; tone: BadgeTone }>

export const verificationWords = {
  verified: 'Verified',
  failed: 'Failed',
  'not-asked': 'Not asked for',
  'not-reached': 'Not reached',
} as const satisfies Record<Verification, string>
