import { lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { createContext, Fragment, type ReactNode, use } from 'react'
import { Link } from 'react-router'
import { CopyButton } from '../ui/CopyButton.tsx'
import { DocPicture } from './DocPicture.tsx'
import { docAddress } from './docPages.ts'

type MarkdownProps = {
  text: string
  /** The page’s own path under `docs`, as in `guides/drift.md`: its links lead on from there, and its headings can be linked to. */
  path?: string
}

const PagePath = createContext<string | null>(null)

/** Markdown that is ours, drawn: headings, paragraphs, lists, tables, code, pictures and links. */
export function Markdown({ text, path }: MarkdownProps) {
  return (
    <PagePath value={path ?? null}>
      <div className="flex flex-col gap-3 text-sm leading-relaxed *:max-w-[72ch] [&>figure]:max-w-[110ch] [&>table]:max-w-[110ch]">
        {blocks(lexer(text))}
      </div>
    </PagePath>
  )
}

const blocks = (tokens: readonly Token[]): ReactNode[] =>
  tokens.map((token, place) => (
    <Fragment key={`${place} ${token.type}`}>{block(token as MarkedToken)}</Fragment>
  ))

const inlines = (tokens: readonly Token[] | undefined): ReactNode[] =>
  (tokens ?? []).map((token, place) => (
    <Fragment key={`${place} ${token.type}`}>{inline(token as MarkedToken)}</Fragment>
  ))

/** Each heading stands one level below the page's own. */
function block(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'heading':
      // The page shows its title itself.
      if (token.depth === 1) return null
      return <Heading token={token} />
    case 'paragraph':
      return <p>{inlines(token.tokens)}</p>
    case 'text':
      return <p>{token.tokens ? inlines(token.tokens) : token.text}</p>
    case 'code':
      return (
        <div className="relative">
          <pre className="whitespace-pre-wrap break-words rounded-md bg-surface-2 p-3 pr-10 font-mono text-xs">
            <code>{token.text}</code>
          </pre>
          <CopyButton text={token.text} label="Copy the code" className="absolute top-1 right-1" />
        </div>
      )
    case 'list': {
      const items = token.items.map((item, place) => (
        <li key={`${place} ${item.raw.slice(0, 20)}`} className="pl-1">
          <div className="flex flex-col gap-2">{blocks(item.tokens)}</div>
        </li>
      ))
      return token.ordered ? (
        <ol className="ml-5 flex list-decimal flex-col gap-1">{items}</ol>
      ) : (
        <ul className="ml-5 flex list-disc flex-col gap-1">{items}</ul>
      )
    }
    case 'table':
      return <Table token={token} />
    case 'html':
      return <DocPicture html={token.text} />
    default:
      return 'text' in token && typeof token.text === 'string' ? token.text : null
  }
}

function Heading({ token: { depth, text, tokens } }: { token: Tokens.Heading }) {
  const id = use(PagePath) === null ? undefined : anchorOf(text)
  if (depth === 2)
    return (
      <h2 id={id} className="mt-2 text-lg font-semibold">
        {inlines(tokens)}
      </h2>
    )
  return (
    <h3 id={id} className="mt-1 text-base font-semibold">
      {inlines(tokens)}
    </h3>
  )
}

/** The anchor that code hosts give a heading, so that links of the repository lead to it here as well. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')

function Table({ token: { header, rows } }: { token: Tokens.Table }) {
  return (
    <table className="w-full border-collapse text-left text-xs break-words [&_code]:[overflow-wrap:anywhere] [&_td:first-child_code]:whitespace-nowrap">
      <thead>
        <tr>
          {header.map((cell, place) => {
            // A heading without words is none to a screen reader.
            const Cell = cell.text === '' ? 'td' : 'th'
            return (
              <Cell
                key={`${place} ${cell.text}`}
                {...(cell.text === '' ? {} : { scope: 'col' })}
                className="border-b border-line-2 py-1 pr-3 font-semibold"
              >
                {inlines(cell.tokens)}
              </Cell>
            )
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, row) => (
          <tr key={`${row} ${cells[0]?.text ?? ''}`} className="align-top">
            {cells.map((cell, place) => (
              <td key={`${place} ${cell.text}`} className="border-b border-line-1 py-1 pr-3">
                {inlines(cell.tokens)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function inline(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'codespan':
      return <code className="rounded-sm bg-surface-2 px-1 font-mono text-xs">{token.text}</code>
    case 'strong':
      return <strong className="font-semibold">{inlines(token.tokens)}</strong>
    case 'em':
      return <em>{inlines(token.tokens)}</em>
    case 'link':
      return <DocLink href={token.href}>{inlines(token.tokens)}</DocLink>
    default:
      return 'text' in token && typeof token.text === 'string' ? token.text : token.raw
  }
}

/** A link to a page that is shown here leads to it; one to the rest of the repository is its text alone. */
function DocLink({ href, children }: { href: string; children: ReactNode }) {
  const path = use(PagePath)
  if (href.startsWith('https:'))
    return (
      <a className="text-accent underline" href={href} rel="noreferrer" target="_blank">
        {children}
      </a>
    )
  const address = path === null ? null : docAddress(href, path)
  if (address === null) return children
  return (
    <Link className="text-accent underline" to={address}>
      {children}
    </Link>
  )
}
