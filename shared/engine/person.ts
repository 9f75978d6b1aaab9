import { z } from 'zod'

/** Whom a name stands for: the id of a person or a token, and by whom a token came about. Names are for people to read, and may be shared. */
export const Person = z.strictObject({
  id: z.string(),
  /** Who made the token, who made the token that it was made with, and so on. Left out where there is nobody to name. */
  lineage: z.array(z.string()).exactOptional(),
})
export type Person = z.infer<typeof Person>

/** Who did something: by the name that is shown, and where it is known, whom that stands for. */
export type Doer = { by: string; person?: Person }

/** The same, without what is not known. */
export const doerOf = ({ by, person }: { by: string; person?: Person | undefined }): Doer => ({
  by,
  ...(person ? { person } : {}),
})

/** The administrator of the server gives people their first tokens, and is none of them. */
const serverAdmin = 'admin'

/** What a token that somebody makes has for lineage. */
export const lineageFrom = <Id extends string>({
  id,
  lineage = [],
}: {
  id: Id
  lineage?: readonly Id[]
}): Id[] => [id, ...lineage].filter((each) => each !== serverAdmin)

/**
 * Whether two may be one person: the same, of one name, or with a token that one of them, or somebody whom they have both from, made. In
 * doubt they are. Of what an older release wrote only names are known.
 */
export const mayBeOne = (one: Doer, other: Doer): boolean =>
  one.by === other.by || (other.person !== undefined && isAmong(one.person, [other.person]))

/** Whether somebody may be one of these. */
export function isAmong(person: Person | undefined, people: readonly Person[]): boolean {
  if (person === undefined) return false
  const behind = new Set(lineageFrom(person))
  return people.some((other) => other.id === person.id || lineageFrom(other).some((id) => behind.has(id)))
}
