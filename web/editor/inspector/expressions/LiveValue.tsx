import { useMemo } from 'react'
import { evaluate } from '../../../../shared/expr/evaluate.ts'
import { referencesOf, templateReferences } from '../../../../shared/expr/references.ts'
import { renderString } from '../../../../shared/expr/template.ts'
import { shortRun } from '../../../runs/shortRun.ts'
import { short } from '../../model/hoverAt.ts'
import { useLiveScope } from './useLiveScope.ts'

type LiveValueProps = { source: string; language: 'cel' | 'template' }

/** What an expression comes to with the values of the run that was tried, or with samples; nothing where it comes to nothing. */
export function LiveValue({ source, language }: LiveValueProps) {
  const { scope, fromRun, run } = useLiveScope()
  const shown = useMemo(() => {
    if (source.trim() === '' || (language === 'template' && !source.includes('{{'))) return null
    const reads = language === 'cel' ? referencesOf(source) : templateReferences(source)
    const isFromRun = reads.roots.size > 0 && [...reads.roots].every((root) => fromRun.has(root))
    const result = language === 'cel' ? evaluate(source, scope) : renderString(source, scope)
    if (result.ok) return { text: short(JSON.stringify(result.value)), isFromRun }
    // A sample may lack what every run has: only a run can tell that there is no value.
    return isFromRun ? { text: `no value: ${result.error}`, isFromRun } : null
  }, [source, language, scope, fromRun])
  if (!shown) return null
  const name = run === null ? 'tried' : `run ${shortRun(run)}`
  const where = !shown.isFromRun ? 'with a sample' : run === null ? 'in the run that was tried' : `in ${name}`
  return (
    <p className="mt-0.5 flex min-w-0 gap-1 text-xs text-fg-3" title={`${shown.text}, ${where}`}>
      <span aria-hidden>=</span>
      <span className="sr-only">Comes to </span>
      <code className="min-w-0 truncate font-mono text-fg-2">{shown.text}</code>
      <span className="ml-auto shrink-0">
        {shown.isFromRun ? name : 'sample'}
        <span className="sr-only"> ({where})</span>
      </span>
    </p>
  )
}
