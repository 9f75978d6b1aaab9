import { z } from 'zod'

/** What kind of personal data a value is. `text`, `address`, `birth-date` and `name` are never found by their form alone. */
export const PersonalKind = z.enum([
  'email',
  'phone',
  'card',
  'iban',
  'national-id',
  'ip',
  'name',
  'address',
  'birth-date',
  'text',
])
export type PersonalKind = z.infer<typeof PersonalKind>

/** What looks for personal data in everything that a run reads or writes. `names` goes by what fields are called. */
export const PersonalDetector = z.enum(['email', 'phone', 'card', 'iban', 'national-id', 'ip', 'names'])
export type PersonalDetector = z.infer<typeof PersonalDetector>

/**
 * Which personal data the loop handles besides the fields that its schemas mark (`x-pavane-personal`). Runs log tokens in their place; the
 * values are kept apart, encrypted under a key of the run.
 */
export const Personal = z.strictObject({
  /** What is looked for. Nothing by default: only what a schema marks is personal then. */
  detect: z.array(PersonalDetector).max(7).optional(),
  /** The country of phone numbers that name none (ISO 3166-1, two letters). Without it only international numbers are found. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** The same value has the same token in all runs of the workspace that say so, so that runs about one person can be told to be. Default: tokens differ from run to run. */
  join: z.boolean().optional(),
})
export type Personal = z.infer<typeof Personal>

/** How long a loop's ended runs stay. */
export const Keep = z.strictObject({
  /** Days after its end a run is dropped, with its log and its personal values. */
  days: z.number().positive().max(3650),
  /** It goes to the archive before it is dropped; what can't be archived stays. */
  archive: z.boolean().optional(),
})
export type Keep = z.infer<typeof Keep>

/** The keyword of a JSON Schema that marks what stands there as personal: `true`, or the kind that it is. */
export const personalKeyword = 'x-pavane-personal'
