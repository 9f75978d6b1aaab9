import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const looks = EditorView.theme({
  '&': { color: 'var(--text-1)', backgroundColor: 'transparent', fontSize: '12px', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--text-1)', padding: '4px 0' },
  '.cm-line': { padding: '0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--text-1)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-soft)',
  },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--text-3)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--surface-2)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--surface-3)', outline: '1px solid var(--border-2)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface-1)',
    color: 'var(--text-1)',
    border: 'none',
    borderRadius: 'var(--radius)',
    boxShadow: 'var(--shadow-float)',
    fontSize: '12px',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-code)' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--surface-3)',
    color: 'var(--text-1)',
  },
  '.cm-completionDetail': { color: 'var(--text-3)', fontStyle: 'normal' },
  '.cm-completionInfo': { padding: '6px 8px', fontFamily: 'var(--font-text)', maxWidth: '320px' },
  '.cm-hover': { padding: '6px 8px', fontFamily: 'var(--font-text)', maxWidth: '320px' },
  '.cm-hover code': { fontFamily: 'var(--font-code)', overflowWrap: 'anywhere' },
  '.cm-diagnostic': { padding: '4px 8px', fontFamily: 'var(--font-text)' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--danger)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--warning)' },
  '.cm-diagnostic-info': { borderLeft: '3px solid var(--accent)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--danger)' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--warning)' },
  '.cm-lintRange-info': { backgroundImage: 'none', textDecoration: 'underline dotted var(--accent)' },
  '.cm-lint-marker': { width: '8px', height: '8px', margin: '5px 2px 0', borderRadius: '50%' },
  '.cm-lint-marker-error': { content: 'none', backgroundColor: 'var(--danger)' },
  '.cm-lint-marker-warning': { content: 'none', backgroundColor: 'var(--warning)', borderRadius: '1px' },
  '.cm-lint-marker-info': { content: 'none', backgroundColor: 'var(--accent)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--surface-3)', border: 'none', color: 'var(--text-2)' },
})

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.variableName], color: 'var(--text-1)' },
  { tag: tags.function(tags.variableName), color: 'var(--kind-planner)' },
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--verdict-escalate)' },
  { tag: tags.string, color: 'var(--kind-verifier)' },
  { tag: tags.number, color: 'var(--kind-action)' },
  { tag: [tags.bool, tags.null, tags.atom], color: 'var(--kind-approval)' },
  { tag: [tags.operator, tags.punctuation, tags.separator, tags.bracket], color: 'var(--text-2)' },
  { tag: tags.processingInstruction, color: 'var(--verdict-escalate)', fontWeight: '600' },
  { tag: tags.comment, color: 'var(--text-3)', fontStyle: 'italic' },
])

/** CodeMirror in the product's tokens; light and dark come from the variables. */
export const codeTheme: Extension = [looks, syntaxHighlighting(highlight)]
