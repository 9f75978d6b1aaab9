import type { Json, JsonObject } from '../../../shared/json.ts'
import { Disclosure } from '../../ui/Disclosure.tsx'
import { type ApiDoc, resolveRef } from './apiDoc.ts'
import { boundsOf, typeWords } from './schemaWords.ts'

type SchemaViewProps = { doc: ApiDoc; schema: Json | undefined; depth?: number }

/** Deeper than this a schema is behind a line that opens. */
const openDepth = 2

/** A JSON Schema as its members, with what each must be. What it refers to is built when it is opened. */
export function SchemaView({ doc, schema, depth = 0 }: SchemaViewProps) {
  if (!isObject(schema)) return null
  const { $ref } = schema
  if (typeof $ref === 'string') return <Referred doc={doc} reference={$ref} depth={depth} />
  const members = membersOf(schema)
  return (
    <div className="min-w-0 text-xs">
      <Line schema={schema} />
      {members.length > 0 && <Members doc={doc} members={members} depth={depth} />}
    </div>
  )
}

function Referred({ doc, reference, depth }: { doc: ApiDoc; reference: string; depth: number }) {
  const schema = resolveRef(doc, reference)
  const name = reference.split('/').at(-1) ?? reference
  if (schema === null) return <code className="font-mono text-xs">{reference}</code>
  if (depth === 0) return <SchemaView doc={doc} schema={schema} />
  return (
    <Disclosure summary={name}>
      <SchemaView doc={doc} schema={schema} depth={depth} />
    </Disclosure>
  )
}

function Line({ schema }: { schema: JsonObject }) {
  const says = typeof schema.description === 'string' ? schema.description : ''
  return (
    <p>
      <code className="font-mono text-fg-2">{typeWords(schema)}</code>{' '}
      {boundsOf(schema).map((bound) => (
        <code key={bound} className="mr-1 font-mono text-fg-3">
          {bound}
        </code>
      ))}
      <span className="text-fg-2">{says}</span>
    </p>
  )
}

type Member = { name: string; schema: Json; required: boolean }

function Members({ doc, members, depth }: { doc: ApiDoc; members: Member[]; depth: number }) {
  const list = (
    <dl className="ml-1 flex flex-col gap-1 border-l border-line-1 pl-3">
      {members.map(({ name, schema, required }) => (
        <div key={name}>
          <dt className="font-mono text-xs">
            {name}
            {required && <span className="ml-1 font-sans text-fg-3">required</span>}
          </dt>
          <dd className="min-w-0">
            <SchemaView doc={doc} schema={schema} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  )
  return depth < openDepth ? list : <Disclosure summary={`${members.length} parts`}>{list}</Disclosure>
}

/** The members of an object, the items of a list, the alternatives. */
function membersOf(schema: JsonObject): Member[] {
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : []
  const named = properties.map(([name, each]) => ({ name, schema: each, required: required.has(name) }))
  const any = isObject(schema.additionalProperties)
    ? [{ name: 'any name', schema: schema.additionalProperties, required: false }]
    : []
  const items = isObject(schema.items) ? [{ name: 'each item', schema: schema.items, required: false }] : []
  const alternatives = [schema.anyOf, schema.oneOf, schema.allOf]
    .flatMap((each) => (Array.isArray(each) ? each : []))
    .map((each, index) => ({ name: titleOf(each) ?? `form ${index + 1}`, schema: each, required: false }))
  return [...named, ...any, ...items, ...alternatives]
}

const titleOf = (schema: Json): string | undefined => {
  if (!isObject(schema)) return undefined
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1)
  return typeof schema.title === 'string' ? schema.title : undefined
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
