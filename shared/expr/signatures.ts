import type { CelFunc, CelType } from '@bufbuild/cel'
import { makeEnv, tickFunction } from './functions.ts'
import { Meter } from './meter.ts'
import type { Kind } from './schemaType.ts'

/** How a function can be called. Null is any kind. */
export type Signature = { target: Kind | null | undefined; args: (Kind | null)[]; result: Kind | null }

const env = makeEnv(new Meter())

/** The ways to call a function of the environment; undefined when there is no such function. */
export function signaturesOf(name: string): Signature[] | undefined {
  if (name === tickFunction) return undefined
  const group: unknown = env.funcs.find(name)
  return isIterable(group) ? Array.from(group, signatureOf) : undefined
}

/** The names of all functions that a builder can write. */
export function functionNames(): string[] {
  const names = new Set(Array.from(env.funcs, (func) => func.name))
  return [...names].filter((name) => /^[A-Za-z]/.test(name)).toSorted()
}

function isIterable(value: unknown): value is Iterable<CelFunc> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function signatureOf(func: CelFunc): Signature {
  return {
    target: func.target && kindOfCel(func.target),
    args: func.arguments.map(kindOfCel),
    result: kindOfCel(func.result),
  }
}

const kindOfName: Readonly<Record<string, Kind>> = {
  int: 'number',
  uint: 'number',
  double: 'number',
  string: 'string',
  bool: 'bool',
  bytes: 'bytes',
  null_type: 'null',
  list: 'list',
  map: 'map',
  type: 'type',
  'google.protobuf.Timestamp': 'time',
  'google.protobuf.Duration': 'duration',
}

function kindOfCel(type: CelType): Kind | null {
  return Object.hasOwn(kindOfName, type.name) ? (kindOfName[type.name] ?? null) : null
}
