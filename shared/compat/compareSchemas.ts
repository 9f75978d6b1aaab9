import type { Json } from '../json.ts'
import { type Misfit, misfits } from './subsumption.ts'

/** Whether what is checked is given to a loop or action, or comes out of it. */
export type Direction = 'input' | 'output'

/** One difference between two schemas, as somebody meets it who knows the old one. */
export type SchemaChange = {
  /** Where in the value, by JSON Pointer; `*` stands for every item, or every member that has no name of its own. */
  path: string
  /** The keyword of JSON Schema that differs. */
  change: string
  /** `unknown` where it may break somebody and nobody can tell for certain. */
  breaking: boolean | 'unknown'
  message: string
  /** A value that shows it. */
  example?: Json
}

const words = {
  input: { breaks: (be: string) => `Must now ${be}`, widens: (be: string) => `Need no longer ${be}` },
  output: {
    breaks: (be: string) => `Is no longer sure to ${be}`,
    widens: (be: string) => `Is now sure to ${be}`,
  },
} as const satisfies Record<Direction, object>

/**
 * What differs between two versions of a schema. No breaking and no unknown change means that whoever knows the old one is served by the
 * new one: every input that was valid is valid, and every output that can come was valid before.
 */
export function compareSchemas(before: Json, after: Json, direction: Direction): SchemaChange[] {
  const [narrow, wide] = direction === 'input' ? [before, after] : [after, before]
  const { breaks, widens } = words[direction]
  const breaking = misfits(narrow, wide).map(
    (misfit): SchemaChange => ({
      ...placed(misfit),
      breaking: misfit.example === undefined ? 'unknown' : true,
      message: misfit.example === undefined ? `${breaks(misfit.be)}, or may have to` : breaks(misfit.be),
    }),
  )
  const known = new Set(breaking.map(({ path, change }) => `${path} ${change}`))
  const harmless = misfits(wide, narrow)
    .filter(({ path, keyword }) => !known.has(`${path} ${keyword}`))
    .map((misfit): SchemaChange => ({ ...placed(misfit), breaking: false, message: widens(misfit.be) }))
  return [...breaking, ...harmless]
}

function placed({ path, keyword, example }: Misfit): Pick<SchemaChange, 'path' | 'change' | 'example'> {
  return { path, change: keyword, ...(example === undefined ? {} : { example }) }
}
