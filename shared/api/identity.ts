import { z } from 'zod'
import { LoopName, WorkspaceName } from '../graph/ids.ts'
import { Reason } from './reason.ts'
import { GivenRight, Right, Role } from './rights.ts'

/** Exchanges the code of a one-time sign-in link, or a token, for a session cookie. */
export const CreateSession = z.union([
  z.strictObject({ code: z.string().max(2000) }),
  z.strictObject({ token: z.string().max(500) }),
])
export const Session = z.strictObject({
  name: z.string(),
  /** The workspace that it is in. */
  workspace: WorkspaceName,
  role: Role,
  rights: z.array(Right),
  /** The only loops that it may do anything about; null where it is not narrowed. */
  loops: z.array(LoopName).nullable(),
  local: z.boolean(),
})
export type Session = z.infer<typeof Session>

/** How people can sign in here. */
export const SignInWays = z.strictObject({
  /** Whether the command that started the server prints a one-time link. */
  link: z.boolean(),
  /** The name of the OpenID Connect provider; null where none is set. */
  oidc: z.string().nullable(),
  /** Whether Cloudflare Access says who somebody is. */
  access: z.boolean(),
})
/** Where to go on after sign-in: a path of this server. */
export const StartSignIn = z.object({ next: z.string().max(2000).optional() })

/** Why a sign-in at the provider came to nothing; the sign-in page says it in words. */
export const SignInFault = z.enum(['expired', 'provider', 'no-email', 'unverified', 'no-role'])
export type SignInFault = z.infer<typeof SignInFault>

/** A session under way, without what it is carried by. Times are in milliseconds since the epoch. */
export const SessionInfo = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: Role,
  via: z.enum(['link', 'token', 'oidc']),
  startedAt: z.int(),
  /** Within ten minutes. */
  lastUsedAt: z.int(),
  expiresAt: z.int(),
  /** What the browser calls itself; empty when it says nothing. */
  agent: z.string(),
  /** Whether it is the session that asks. */
  current: z.boolean(),
})
export type SessionInfo = z.infer<typeof SessionInfo>
export const SessionList = z.strictObject({ sessions: z.array(SessionInfo) })

export const TokenInfo = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: Role,
  /** The only rights of the role that it has; null for all of them. */
  rights: z.array(GivenRight).nullable(),
  /** The only loops that it reaches; null for all of them. */
  loops: z.array(LoopName).nullable(),
  createdAt: z.int(),
  createdBy: z.string(),
  expiresAt: z.int().nullable(),
  /** Within ten minutes; null for one that was never used. */
  lastUsedAt: z.int().nullable(),
})
export type TokenInfo = z.infer<typeof TokenInfo>
export const TokenList = z.strictObject({ tokens: z.array(TokenInfo) })

/** Names by which logs call others: who has a token of such a name could be taken for them. */
const takenNames = new Set(['admin', 'anonymous', 'pavane'])
const TokenName = z
  .string()
  .min(1)
  .max(120)
  .refine(
    (name) => !takenNames.has(name.trim().toLowerCase()) && !/^[^\s@]+@[^\s@]+$/.test(name.trim()),
    'Take another name: in the logs this one would look like a person, or like Pavane itself.',
  )

export const CreateToken = z.strictObject({
  name: TokenName,
  role: Role,
  /** Narrows the role to these of its rights. */
  rights: z.array(GivenRight).min(1).optional(),
  /** Narrows the token to addresses that name one of these loops, or a run of it. */
  loops: z.array(LoopName).min(1).max(100).optional(),
  expiresAt: z.int().nullable(),
  reason: Reason.optional(),
})
export type CreateToken = z.infer<typeof CreateToken>
/** The token itself is shown this once. */
export const CreatedToken = z.strictObject({ ...TokenInfo.shape, token: z.string() })

/** How many people have each role; a role that nobody has is left out. */
export const PeopleCount = z.strictObject({ people: z.partialRecord(Role, z.int().min(1)) })

/** Who is given a role: a person by e-mail address, in lower case, or everyone of whom the provider says that they are in a group. */
export const MemberName = z
  .string()
  .max(320)
  .regex(
    /^(?:group:\S.{0,250}|[^\s@A-Z]+@[^\s@A-Z]+)$/u,
    'Name an e-mail address in lower case, or group:<name>.',
  )

/** A role that an admin gave. */
export const Member = z.strictObject({
  member: MemberName,
  role: Role,
  addedAt: z.int(),
  addedBy: z.string(),
})
export type Member = z.infer<typeof Member>

/** Why somebody has the role that they have. */
export const RoleReason = z.enum(['environment', 'member', 'group', 'default'])
export type RoleReason = z.infer<typeof RoleReason>

/** Somebody who signed in, with what they may do now; null when that is nothing any more. */
export const Person = z.strictObject({
  email: z.string(),
  name: z.string(),
  role: Role.nullable(),
  because: RoleReason.nullable(),
  lastSeenAt: z.int(),
})
export type Person = z.infer<typeof Person>

export const MemberList = z.strictObject({
  members: z.array(Member),
  people: z.array(Person),
  /** What somebody is of whom nothing says a role; null when they are refused. */
  defaultRole: Role.nullable(),
})
export const PutMember = z.strictObject({ role: Role, reason: Reason.optional() })
export const PutDefaultRole = z.strictObject({ defaultRole: Role.nullable(), reason: Reason.optional() })
