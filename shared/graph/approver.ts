import { z } from 'zod'

/** The roles that may be asked to decide. */
export const ApproverRole = z.enum(['approver', 'operator', 'builder', 'admin'])
export type ApproverRole = z.infer<typeof ApproverRole>
