import { z } from 'zod'
import type { Docs } from './docComments.ts'
import { everywhere } from './glossary.ts'
import { anchorOf, code, tableOf } from './markdown.ts'

type Schema = z.core.$ZodType
type Field = { name: string; schema: Schema; isOptional: boolean }

/** What a field is when it is left out, where that is known. */
export type Defaults = (owner: string, field: string) => string | undefined

/** Names that stand for the same schema, and mean something else. */
const aliases = new Set(['Template', 'TemplateObject', 'JsonSchema', 'Json', 'JsonObject'])

/** How schemas are called that are texts of a kind. */
const nameWords: Readonly<Record<string, string>> = {
  Cel: 'CEL',
  NodeId: 'id of a node',
  StepId: 'id of a step',
  StepRef: 'id of a step',
  EffectId: 'id of an effect',
  RunId: 'id of a run',
  LoopName: 'name of a loop',
  ResourceName: 'name',
  ItemId: 'id',
  Digest: 'digest',
}

const aliasWords: Readonly<Record<string, string>> = {
  Template: 'template',
  TemplateObject: 'object of templates',
  JsonSchema: 'JSON Schema',
  Json: 'any JSON',
  JsonObject: 'JSON object',
}

/** Writes schemas as tables of their fields. Schemas with a name get a section of their own, once, and are linked to. */
export class SchemaPage {
  readonly #docs: Docs
  readonly #names: ReadonlyMap<Schema, string>
  readonly #defaults: Defaults
  readonly #glossary: Readonly<Record<string, string>>
  readonly #pending: string[] = []
  readonly #byName: ReadonlyMap<string, Schema>

  constructor(
    docs: Docs,
    named: Readonly<Record<string, unknown>>,
    glossary: Readonly<Record<string, string>> = everywhere,
    defaults: Defaults = () => undefined,
  ) {
    const schemas = Object.entries(named).flatMap(([name, value]) =>
      value instanceof z.core.$ZodType && !aliases.has(name) ? ([[name, value]] as const) : [],
    )
    this.#docs = docs
    this.#defaults = defaults
    this.#glossary = glossary
    this.#byName = new Map(schemas)
    // The first name of a schema is its own; others are names for a place that it is used at.
    this.#names = new Map(schemas.toReversed().map(([name, schema]) => [schema, name]))
  }

  says(name: string): string {
    return this.#docs.says.get(name) ?? ''
  }

  /** The fields of an object, or the members of a union. */
  section(schema: Schema, owner: string): string {
    const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] }
    if (def.type === 'object') return this.#fieldsTable(fieldsOf(schema), owner)
    if (def.type === 'union') return this.#members(def.options, owner)
    if (def.type === 'enum')
      return `One of ${Object.values(def.entries)
        .map((value) => code(String(value)))
        .join(', ')}.`
    return `${capital(this.#typeOf(schema, owner))}.`
  }

  /** The sections of all schemas that were linked to since, and of those that these link to. */
  linked(level: string): string[] {
    const parts: string[] = []
    const written = new Set<string>()
    for (let name = this.#pending.shift(); name !== undefined; name = this.#pending.shift()) {
      const schema = this.#byName.get(name)
      if (!schema || written.has(name)) continue
      written.add(name)
      parts.push(
        [`${level} ${name}`, this.says(name), this.section(schema, name)].filter(Boolean).join('\n\n'),
      )
    }
    return parts
  }

  fields(shape: Readonly<Record<string, Schema>>, owner: string): string {
    return this.#fieldsTable(
      Object.entries(shape).map(([name, schema]) => fieldOf(name, schema)),
      owner,
    )
  }

  #fieldsTable(fields: readonly Field[], owner: string, member?: string): string {
    const rows = fields
      .filter(({ schema }) => !isLiteral(schema) || fields.length === 1)
      .flatMap((field) => this.#rows(field, owner, '', member))
    return rows.length === 0
      ? 'It has no fields of its own.'
      : tableOf(['field', 'type', 'default', 'meaning'], rows)
  }

  /** A field; with those of its own when it is an object without a name. */
  #rows({ name, schema, isOptional }: Field, owner: string, prefix: string, member?: string): string[][] {
    const full = `${prefix}${name}`
    const fallback = isOptional ? (this.#defaults(owner, full) ?? '—') : '*required*'
    const meaning =
      this.#docs.says.get(`${owner}[${member ?? ''}].${name}`) ?? this.#meaningOf(schema, owner, name)
    const row = [code(full), this.#typeOf(schema, owner, name), fallback, meaning]
    const inner = elementOf(schema)
    if (this.#names.has(inner.schema) || inner.schema._zod.def.type !== 'object') return [row]
    const below = fieldsOf(inner.schema).filter((field) => !isLiteral(field.schema))
    return [row, ...below.flatMap((field) => this.#rows(field, owner, `${full}${inner.suffix}.`))]
  }

  /** What is said of the field, else the first sentence of what is said of its type. */
  #meaningOf(schema: Schema, owner: string, name: string): string {
    const own = this.#docs.says.get(`${owner}.${name}`)
    if (own !== undefined) return own
    const type = this.#names.get(elementOf(schema).schema)
    const described = z.globalRegistry.get(schema)?.description
    const ofType = type === undefined ? '' : (/^.*?[.:](?= |$)/.exec(this.says(type))?.[0] ?? '')
    const isWord = type !== undefined && type in nameWords
    return (!isWord && ofType.replace(/:$/, '.')) || this.#glossary[name] || described || ''
  }

  #members(options: readonly Schema[], owner: string): string {
    const parts = options.map((option) => {
      const name = this.#names.get(option)
      if (name !== undefined && name !== owner)
        return `- ${[this.#link(name), this.says(name)].filter(Boolean).join(': ')}`
      if (option._zod.def.type !== 'object') return `- ${this.#typeOf(option, owner)}`
      const fields = fieldsOf(option)
      const literals = fields.filter(({ schema }) => isLiteral(schema))
      // Members without a literal are told apart by what they hold.
      const title = (literals.length > 0 ? literals : fields)
        .map((field) =>
          literals.includes(field)
            ? `${code(field.name)}: ${this.#typeOf(field.schema, owner)}`
            : code(field.name),
        )
        .join(', ')
      const [value] = literals.map(({ schema }) => literalText(schema))
      const others = fields.filter((field) => !literals.includes(field))
      const table = others.length === 0 ? '' : this.#fieldsTable(others, owner, value)
      return [`**${title}**`, this.says(`${owner}[${value ?? ''}]`), table].filter(Boolean).join('\n\n')
    })
    return parts.join(parts.every((part) => part.startsWith('- ')) ? '\n' : '\n\n')
  }

  #link(name: string): string {
    if (!this.#pending.includes(name)) this.#pending.push(name)
    return `[${name}](${anchorOf(name)})`
  }

  #typeOf(schema: Schema, owner: string, field = ''): string {
    const declared = this.#docs.declared.get(`${owner}.${field}`)
    if (declared !== undefined && aliases.has(declared)) return aliasWords[declared] ?? declared
    const name = this.#names.get(schema)
    const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] }
    if (name !== undefined && (def.type === 'object' || def.type === 'union' || def.type === 'enum'))
      return this.#link(name)
    if (name !== undefined && nameWords[name] !== undefined) return nameWords[name]
    switch (def.type) {
      case 'optional':
        return this.#typeOf(def.innerType, owner)
      case 'nullable':
        return `${this.#typeOf(def.innerType, owner)}, or null`
      case 'array':
        return `list of ${this.#typeOf(def.element, owner)}${lengthWords(schema, 'minItems', 'maxItems', '')}`
      case 'record':
        return isAny(def.valueType) ? 'JSON object' : `object of ${this.#typeOf(def.valueType, owner)}`
      case 'union':
        return def.options.map((option) => this.#typeOf(option, owner)).join(' or ')
      case 'enum':
        return Object.values(def.entries)
          .map((value) => code(String(value)))
          .join(', ')
      case 'literal':
        return code(literalText(schema))
      case 'string':
        return textWords(schema, name)
      case 'number':
        return numberWords(schema)
      case 'boolean':
        return '`true` or `false`'
      case 'object':
        return 'object'
      case 'lazy':
        return 'any JSON'
      default:
        return def.type
    }
  }
}

function fieldsOf(schema: Schema): Field[] {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] }
  return def.type === 'object' ? Object.entries(def.shape).map(([name, inner]) => fieldOf(name, inner)) : []
}

function fieldOf(name: string, schema: Schema): Field {
  return { name, schema, isOptional: schema._zod.def.type === 'optional' }
}

/** What a field holds in the end, and how a path says that. */
function elementOf(schema: Schema, suffix = ''): { schema: Schema; suffix: string } {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] }
  if (def.type === 'optional' || def.type === 'nullable') return elementOf(def.innerType, suffix)
  if (def.type === 'array') return elementOf(def.element, `${suffix}[]`)
  return { schema, suffix }
}

function isLiteral(schema: Schema): boolean {
  return schema._zod.def.type === 'literal'
}

function literalText(schema: Schema): string {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] }
  return def.type === 'literal' ? def.values.map(String).join(' or ') : ''
}

function isAny(schema: Schema): boolean {
  return schema._zod.def.type === 'lazy'
}

function constraintsOf(schema: Schema): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input' })
}

function textWords(schema: Schema, name: string | undefined): string {
  const { pattern } = constraintsOf(schema)
  const what = name === 'TemplateText' ? 'text with `{{ CEL }}`' : 'text'
  if (name !== undefined && typeof pattern === 'string') return `${what} (${code(pattern)})`
  return `${what}${lengthWords(schema, 'minLength', 'maxLength', ' characters')}`
}

function lengthWords(schema: Schema, least: string, most: string, unit: string): string {
  const constraints = constraintsOf(schema)
  const from = constraints[least]
  const to = constraints[most]
  if (typeof to === 'number') return `, ${typeof from === 'number' ? `${from} to ` : 'at most '}${to}${unit}`
  return typeof from === 'number' ? `, at least ${from}${unit}` : ''
}

function numberWords(schema: Schema): string {
  const { type, minimum, maximum, exclusiveMinimum } = constraintsOf(schema)
  const bound = (value: unknown) =>
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined
  const from = bound(minimum)
  const above = bound(exclusiveMinimum)
  const to = bound(maximum)
  const words = [
    ...(from === undefined ? [] : [`at least ${from}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(to === undefined ? [] : [`at most ${to}`]),
  ]
  return [type === 'integer' ? 'whole number' : 'number', ...words].join(', ')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
