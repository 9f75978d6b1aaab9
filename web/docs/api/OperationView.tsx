import { CopyButton } from '../../ui/CopyButton.tsx'
import { cx } from '../../ui/cx.ts'
import { Disclosure } from '../../ui/Disclosure.tsx'
import { Markdown } from '../Markdown.tsx'
import type { ApiDoc, Media, Method, Place, Response } from './apiDoc.ts'
import { SchemaView } from './SchemaView.tsx'

const tones = {
  get: 'text-success',
  post: 'text-accent',
  put: 'text-warning',
  patch: 'text-warning',
  delete: 'text-danger',
} as const satisfies Record<Method, string>

/** One operation: what goes in, and everything that can come out. */
export function OperationView({ doc, place, open }: { doc: ApiDoc; place: Place; open: boolean }) {
  const { path, method, operation } = place
  return (
    <article id={operation.operationId} className="border-t border-line-1 py-2 first:border-t-0">
      <h3 className="flex flex-wrap items-baseline gap-2 text-sm">
        <span className={cx('w-14 shrink-0 font-mono text-xs font-medium uppercase', tones[method])}>
          {method}
        </span>
        <code className="font-mono text-xs break-all">{path}</code>
        <span className="text-fg-2">{operation.summary}</span>
      </h3>
      <div className="ml-16">
        {open ? (
          <Details doc={doc} place={place} />
        ) : (
          <Disclosure summary="Details">
            <Details doc={doc} place={place} />
          </Disclosure>
        )}
      </div>
    </article>
  )
}

function Details({ doc, place: { operation } }: { doc: ApiDoc; place: Place }) {
  const { description, parameters = [], requestBody, responses } = operation
  return (
    <div className="flex flex-col gap-3 py-2">
      {description && <Markdown text={description} />}
      {parameters.length > 0 && (
        <Part title="Parameters">
          <dl className="flex flex-col gap-1 text-xs">
            {parameters.map((each) => (
              <div key={`${each.in} ${each.name}`} className="flex flex-wrap gap-x-2">
                <dt className="font-mono">{each.name}</dt>
                <dd className="text-fg-3">
                  {each.in}
                  {each.required ? ', required' : ''}{' '}
                  <span className="text-fg-2">{plain(each.description)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
      {requestBody && (
        <Part title="Body">
          <Contents doc={doc} content={requestBody.content} />
        </Part>
      )}
      <Part title="Answers">
        <div className="flex flex-col gap-1">
          {Object.entries(responses).map(([status, response]) => (
            <Answer key={status} doc={doc} status={status} response={response} />
          ))}
        </div>
      </Part>
    </div>
  )
}

/** A line of Markdown without its marks of code. */
const plain = (text = '') => text.replaceAll('`', '')

const Part = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section className="min-w-0">
    <h4 className="mb-1 text-xs font-medium text-fg-3">{title}</h4>
    {children}
  </section>
)

function Answer({ doc, status, response }: { doc: ApiDoc; status: string; response: Response }) {
  const headers = Object.entries(response.headers ?? {})
  const more = headers.length > 0 || response.content !== undefined
  const line = (
    <span>
      <span className="font-mono">{status}</span>{' '}
      <span className="font-normal text-fg-2">{plain(response.description)}</span>
    </span>
  )
  if (!more) return <p className="text-xs">{line}</p>
  return (
    <Disclosure summary={line} className="[&_summary]:h-auto [&_summary]:items-baseline">
      <div className="flex flex-col gap-2 pl-4">
        {headers.map(([name, { description }]) => (
          <p key={name} className="text-xs">
            <code className="font-mono">{name}</code> <span className="text-fg-2">{plain(description)}</span>
          </p>
        ))}
        {response.content && <Contents doc={doc} content={response.content} />}
      </div>
    </Disclosure>
  )
}

function Contents({ doc, content }: { doc: ApiDoc; content: Record<string, Media> }) {
  return (
    <div className="flex flex-col gap-2">
      {Object.entries(content).map(([type, media]) => (
        <div key={type} className="min-w-0">
          <code className="font-mono text-xs text-fg-3">{type}</code>
          <SchemaView doc={doc} schema={media.schema} />
          {examplesOf(media).map(([name, text]) => (
            <Example key={name} name={name} text={text} />
          ))}
        </div>
      ))}
    </div>
  )
}

function Example({ name, text }: { name: string; text: string }) {
  return (
    <Disclosure summary={name}>
      <div className="relative">
        <CopyButton text={text} label={`Copy ${name}`} className="absolute top-1 right-1" />
        <pre className="max-h-72 overflow-auto rounded-md bg-surface-2 p-2 font-mono text-xs">{text}</pre>
      </div>
    </Disclosure>
  )
}

function examplesOf({ example, examples = {} }: Media): [string, string][] {
  const all = { ...(example === undefined ? {} : { example: { value: example } }), ...examples }
  return Object.entries(all).map(([name, { value }]) => [name, JSON.stringify(value, null, 2)])
}
