import { useCallback, useLayoutEffect, useRef } from 'react'
import { scanTemplate } from '../../../../shared/expr/scanTemplate.ts'
import type { CodeHover } from '../../../ui/CodeEditor.tsx'
import { pathAt, tellOfPath } from '../../model/hoverAt.ts'
import { useEditorStore } from '../../store/EditorContext.ts'
import { useFormNode } from '../FormScope.ts'
import { functionMeanings, rootMeanings } from './meanings.ts'
import { shapeAt } from './shapeAt.ts'
import { useLiveScope } from './useLiveScope.ts'

type Hover = (text: string, at: number) => CodeHover | null

/** What the name under the pointer is: its type, what it means, and its value as it is shown under the field. */
export function useHover(roots: readonly string[]): Hover {
  const store = useEditorStore()
  const node = useFormNode()
  const live = useLiveScope()
  const latest = useRef(live)
  useLayoutEffect(() => {
    latest.current = live
  })
  const names = roots.join(' ')
  return useCallback<Hover>(
    (text, at) => {
      const pointed = pathAt(text, at)
      if (!pointed) return null
      const { from, to, path, isCall } = pointed
      const name = path.at(-1) ?? ''
      if (isCall) {
        const meaning = functionMeanings[name]
        return meaning === undefined ? null : { from, to, code: `${name}(…)`, lines: [sentence(meaning)] }
      }
      const lines = tellOfPath(path, shapeAt(store.getState().graph, node, names), latest.current.scope)
      const meaning = path.length === 1 ? rootMeanings[name] : undefined
      if (lines.length === 0 && meaning === undefined) return null
      return { from, to, code: path.join('.'), lines: [...(meaning ? [sentence(meaning)] : []), ...lines] }
    },
    [store, node, names],
  )
}

/** As `useHover`, inside `{{ }}` only. */
export function useTemplateHover(roots: readonly string[]): Hover {
  const hover = useHover(roots)
  return useCallback<Hover>(
    (text, at) => {
      const scan = scanTemplate(text)
      if (!scan.ok) return null
      for (const part of scan.parts) {
        if (part.type !== 'expr' || at < part.offset || at > part.offset + part.source.length) continue
        const found = hover(part.source, at - part.offset)
        return found && { ...found, from: found.from + part.offset, to: found.to + part.offset }
      }
      return null
    },
    [hover],
  )
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
