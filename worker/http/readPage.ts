import { z } from 'zod'
import { apiLimits } from '../../shared/api/limits.ts'
import { parseWith } from './requestBody.ts'

const PageQuery = z.object({
  before: z.coerce.number().int().min(1).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(apiLimits.pageSize).default(50),
})

/** Which page of a list that is numbered is asked for: `before` is the `next` of the page before it. */
export function readPage(query: Record<string, string>): z.infer<typeof PageQuery> {
  return parseWith(PageQuery, query)
}
