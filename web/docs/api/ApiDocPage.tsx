import { useParams } from 'react-router'
import { Page } from '../../app/Page.tsx'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Markdown } from '../Markdown.tsx'
import { ApiDoc, operationsByTag } from './apiDoc.ts'
import { OperationView } from './OperationView.tsx'

/** The API of Pavane, or of the loop in the address, made from its OpenAPI document. */
export function ApiDocPage() {
  const { loop } = useParams()
  return loop === undefined ? <WholeApi /> : <LoopApi loop={loop} />
}

function WholeApi() {
  const { data, error } = useApi('openApi', {})
  return <Document value={data} error={error} source="/openapi.json" title="API" />
}

function LoopApi({ loop }: { loop: string }) {
  const { data, error } = useApi('loopDocument', { params: { loop } })
  return (
    <Document
      value={data}
      error={error}
      source={`/api/loops/${loop}/openapi.json`}
      title={`API of ${loop}`}
    />
  )
}

type DocumentProps = {
  value: unknown
  error: React.ComponentProps<typeof ProblemNotice>['error'] | null
  source: string
  title: string
}

function Document({ value, error, source, title }: DocumentProps) {
  const actions = (
    <Button asChild>
      <a href={source} download>
        OpenAPI document
      </a>
    </Button>
  )
  return (
    <Page title={title} actions={actions}>
      {error && <ProblemNotice error={error} />}
      {!error && value === undefined && <Skeleton className="h-64" />}
      {value !== undefined && <Operations doc={ApiDoc.parse(value)} />}
    </Page>
  )
}

function Operations({ doc }: { doc: ApiDoc }) {
  const tags = operationsByTag(doc)
  const few = tags.length === 1
  const schemes = Object.entries(doc.components.securitySchemes ?? {})
  return (
    <>
      <div className="max-w-3xl">{doc.info.description && <Markdown text={doc.info.description} />}</div>
      {schemes.length > 0 && (
        <section aria-label="Who may call" className="text-sm">
          <h2 className="mb-1 font-semibold">Who may call</h2>
          <ul className="flex flex-col gap-1 text-xs">
            {schemes.map(([id, { type, scheme, name, description }]) => (
              <li key={id}>
                <code className="font-mono">
                  {name ?? (scheme === 'bearer' ? 'Authorization: Bearer' : type)}
                </code>{' '}
                <span className="text-fg-2">{description}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {!few && (
        <nav aria-label="Parts of the API" className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
          {tags.map(([tag]) => (
            <a key={tag} className="text-accent hover:underline" href={`#${tag}`}>
              {tag}
            </a>
          ))}
        </nav>
      )}
      {tags.map(([tag, places]) => (
        <section key={tag} id={few ? undefined : tag} aria-label={tag}>
          <h2 className={few ? 'sr-only' : 'mb-1 text-base font-semibold'}>{tag}</h2>
          <div className="rounded-md border border-line-1 bg-surface-1 px-3">
            {places.map((place) => (
              <OperationView key={place.operation.operationId} doc={doc} place={place} open={few} />
            ))}
          </div>
        </section>
      ))}
    </>
  )
}
