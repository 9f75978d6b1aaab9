import {
  autocompletion,
  type CompletionSource,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, foldGutter, indentOnInput } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, hoverTooltip, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { cx } from '../cx.ts'
import { celLanguage, celTemplateLanguage } from './celLanguage.ts'
import { codeTheme } from './codeTheme.ts'

export type CodeLanguage = 'json' | 'cel' | 'template' | 'text'

/** A mark under a range of the text, with a message. */
export type CodeDiagnostic = {
  from: number
  to: number
  severity: 'error' | 'warning' | 'info'
  message: string
}

/** What is told of a range of the text when the pointer rests on it: a line of code, then what it means. */
export type CodeHover = { from: number; to: number; code: string; lines: readonly string[] }

export type CodeMirrorViewProps = {
  value: string
  onChange?: (value: string) => void
  onBlur?: () => void
  language: CodeLanguage
  /** The accessible name. */
  label: string
  readOnly?: boolean
  /** No line numbers, no line breaks, as high as an input. */
  singleLine?: boolean
  diagnostics?: readonly CodeDiagnostic[]
  complete?: CompletionSource
  hover?: (text: string, at: number) => CodeHover | null
  className?: string
  id?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
  'aria-required'?: boolean
}

function languageOf(language: CodeLanguage): Extension {
  switch (language) {
    case 'json':
      return json()
    case 'cel':
      return celLanguage
    case 'template':
      return celTemplateLanguage
    case 'text':
      return []
  }
}

/** Plain text alone goes into the page. */
function hoverBox({ code, lines }: CodeHover): HTMLElement {
  const box = document.createElement('div')
  box.className = 'cm-hover'
  const head = document.createElement('code')
  head.textContent = code
  box.append(
    head,
    ...lines.map((line) => {
      const text = document.createElement('div')
      text.textContent = line
      return text
    }),
  )
  return box
}

const oneLine = EditorState.transactionFilter.of((transaction) =>
  transaction.newDoc.lines > 1 ? [] : transaction,
)

/** What may change while the editor is mounted; each lives in a compartment of its own. */
function attributesOf(props: CodeMirrorViewProps): Extension {
  return [
    EditorState.readOnly.of(props.readOnly === true),
    EditorView.contentAttributes.of({
      'aria-label': props.label,
      tabindex: '0',
      ...(props.readOnly ? { 'aria-readonly': 'true' } : {}),
      ...(props.id ? { id: props.id } : {}),
      ...(props['aria-describedby'] ? { 'aria-describedby': props['aria-describedby'] } : {}),
      ...(props['aria-invalid'] ? { 'aria-invalid': 'true' } : {}),
      ...(props['aria-required'] ? { 'aria-required': 'true' } : {}),
    }),
  ]
}

function marksFor(state: EditorState, diagnostics: readonly CodeDiagnostic[]): Diagnostic[] {
  const end = state.doc.length
  return diagnostics.map((each) => {
    const from = Math.max(0, Math.min(each.from, end))
    return { ...each, from, to: Math.max(from, Math.min(each.to, end)) }
  })
}

/** The CodeMirror behind `CodeEditor`; import that one, so that the bundle stays split. */
export function CodeMirrorView(props: CodeMirrorViewProps) {
  const { value, language, singleLine = false, diagnostics, className } = props
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })
  const attributes = useRef(new Compartment())

  useEffect(() => {
    if (!host.current) return
    const chrome = singleLine
      ? [oneLine]
      : [lineNumbers(), foldGutter(), lintGutter(), indentOnInput(), EditorView.lineWrapping]
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          history(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({
            override: [(context) => latest.current.complete?.(context) ?? null],
            icons: false,
          }),
          hoverTooltip((shown, pos) => {
            const found = latest.current.hover?.(shown.state.doc.toString(), pos) ?? null
            return (
              found && {
                pos: found.from,
                end: found.to,
                above: true,
                create: () => ({ dom: hoverBox(found) }),
              }
            )
          }),
          // Tab is left alone on purpose: it must move the focus on.
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          languageOf(language),
          codeTheme,
          attributes.current.of(attributesOf(latest.current)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString())
            if (update.focusChanged && !update.view.hasFocus) latest.current.onBlur?.()
          }),
          ...chrome,
        ],
      }),
    })
    view.current = editor
    return () => {
      view.current = null
      editor.destroy()
    }
  }, [language, singleLine])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])

  const attributeKey = JSON.stringify([
    props.label,
    props.readOnly,
    props.id,
    props['aria-describedby'],
    props['aria-invalid'],
    props['aria-required'],
  ])
  useEffect(() => {
    // The key stands for the values that `attributesOf` reads.
    void attributeKey
    view.current?.dispatch({ effects: attributes.current.reconfigure(attributesOf(latest.current)) })
  }, [attributeKey])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    editor.dispatch(setDiagnostics(editor.state, marksFor(editor.state, diagnostics ?? [])))
  }, [diagnostics, language, singleLine])

  return (
    <div
      ref={host}
      className={cx(
        'min-w-0 overflow-hidden rounded-md border border-line-2 bg-surface-1 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent',
        singleLine ? 'h-7' : 'max-h-96 min-h-24 overflow-auto',
        props.readOnly && 'bg-surface-2',
        props['aria-invalid'] && 'border-danger',
        className,
      )}
    />
  )
}
