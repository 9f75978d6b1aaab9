import { lexer, type MarkedToken, type Token } from 'marked'
import { Fragment, type ReactNode } from 'react'
import { Link } from 'react-router'

type MarkdownProps = { text: string }

/** A page of the documentation, drawn from its Markdown: headings, paragraphs, lists, tables, code and links. */
export function Markdown({ text }: MarkdownProps) {
  return <div className="flex max-w-[72ch] flex-col gap-3 text-sm leading-relaxed">{blocks(lexer(text))}</div>
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
      return <h2 className="mt-2 text-lg font-semibold">{inlines(token.tokens)}</h2>
    case 'paragraph':
      return <p>{inlines(token.tokens)}</p>
    case 'text':
      return <p>{token.tokens ? inlines(token.tokens) : token.text}</p>
    case 'code':
      return (
        <pre className="whitespace-pre-wrap break-words rounded-md bg-surface-2 p-3 font-mono text-xs">
          <code>{token.text}</code>
        </pre>
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
    default:
      return 'text' in token && typeof token.text === 'string' ? token.text : null
  }
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

/** A link between lint pages leads to the page here; one to the rest of the documentation is its text alone. */
function DocLink({ href, children }: { href: string; children: ReactNode }) {
  const lint = /^([a-z-]+)\.md$/.exec(href)?.[1]
  if (lint)
    return (
      <Link className="text-accent underline" to={`/docs/lints/${lint}`}>
        {children}
      </Link>
    )
  if (!href.startsWith('https:')) return children
  return (
    <a className="text-accent underline" href={href} rel="noreferrer" target="_blank">
      {children}
    </a>
  )
}
