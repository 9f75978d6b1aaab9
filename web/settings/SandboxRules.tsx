import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { SandboxRule } from '../../shared/api/sandbox.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useApi, useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Input } from '../ui/Input.tsx'
import { Select } from '../ui/Select.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { behaviourWords, matchWords } from './sandboxRuleWords.ts'

/** The rules that make the sandbox misbehave, and a form for one more. */
export function SandboxRules({ mayChange }: { mayChange: boolean }) {
  // Rules that count down change with every call.
  const rules = useApi('getSandboxRules', {}, { refetchInterval: 3_000 })
  const save = useChange('putSandboxRules', { drops: ['getSandboxRules'] })
  if (rules.error)
    return <ProblemNotice error={rules.error} className="m-3" onRetry={() => void rules.refetch()} />
  if (!rules.data) return <Skeleton className="m-3 h-20" />
  const current = rules.data.rules
  const put = (next: SandboxRule[]) => save.mutate({ body: { rules: next } })
  return (
    <div className="flex flex-col gap-3 p-3">
      {current.length === 0 ? (
        <p className="text-sm text-fg-2">It behaves: every call is carried out once and answered at once.</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {current.map((rule) => (
            <li key={rule.id} className="flex items-start gap-2 rounded-sm bg-warning-soft px-2 py-1">
              <span className="min-w-0 flex-1">
                <span className="block truncate font-mono text-xs" title={matchWords(rule)}>
                  {matchWords(rule)}
                </span>
                <span className="text-xs text-fg-2">{behaviourWords(rule.behave)}</span>
              </span>
              {mayChange && (
                <IconButton
                  size="sm"
                  label={`Remove the rule for ${matchWords(rule)}`}
                  icon={<X aria-hidden />}
                  onClick={() => put(current.filter((each) => each.id !== rule.id))}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange && <RuleForm busy={save.isPending} onAdd={(rule) => put([...current, rule])} />}
    </div>
  )
}

const kinds = [
  { value: 'fail', label: 'Fail', hint: 'Answers with an error and does nothing' },
  { value: 'stall', label: 'Stall', hint: 'Never answers and does nothing' },
  { value: 'delay', label: 'Answer late', hint: 'Does it, then answers late' },
] as const
const methods = ['any', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((value) => ({
  value,
  label: value === 'any' ? 'Any method' : value,
}))

function RuleForm({ busy, onAdd }: { busy: boolean; onAdd: (rule: SandboxRule) => void }) {
  const [kind, setKind] = useState('fail')
  const [method, setMethod] = useState('any')
  const [path, setPath] = useState('*')
  const [times, setTimes] = useState('3')
  const [status, setStatus] = useState('503')
  const [seconds, setSeconds] = useState('5')

  const count = times.trim() === '' ? null : Number(times)
  const timesFault =
    count !== null && (!Number.isInteger(count) || count < 1)
      ? 'A whole number, or empty for always.'
      : undefined
  const code = Number(status)
  const statusFault =
    kind === 'fail' && !(Number.isInteger(code) && code >= 400 && code <= 599)
      ? 'From 400 to 599.'
      : undefined
  const delay = Number(seconds)
  const delayFault = kind === 'delay' && !(delay > 0 && delay <= 120) ? 'Up to 120 seconds.' : undefined
  const pathFault = path.trim() === '' ? 'Give a path; * stands for anything.' : undefined

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (timesFault || statusFault || delayFault || pathFault) return
    onAdd({
      id: crypto.randomUUID(),
      path: path.trim(),
      times: count,
      ...(method === 'any' ? {} : { method }),
      behave:
        kind === 'stall'
          ? { type: 'stall' }
          : kind === 'delay'
            ? { type: 'delay', ms: Math.round(delay * 1000) }
            : { type: 'fail', status: code },
    })
  }
  return (
    <form
      onSubmit={submit}
      aria-label="Add a rule"
      className="flex flex-col gap-3 border-t border-line-1 pt-3"
    >
      <Field label="Do what">
        <Select value={kind} onValueChange={setKind} options={kinds} />
      </Field>
      {kind === 'fail' && (
        <Field label="Status" {...(statusFault ? { error: statusFault } : {})}>
          <Input
            code
            inputMode="numeric"
            value={status}
            onChange={(event) => setStatus(event.target.value)}
          />
        </Field>
      )}
      {kind === 'delay' && (
        <Field label="Seconds" {...(delayFault ? { error: delayFault } : {})}>
          <Input
            code
            inputMode="decimal"
            value={seconds}
            onChange={(event) => setSeconds(event.target.value)}
          />
        </Field>
      )}
      <div className="grid grid-cols-2 gap-2">
        <Field label="Method">
          <Select value={method} onValueChange={setMethod} options={methods} />
        </Field>
        <Field label="How many times" {...(timesFault ? { error: timesFault } : {})}>
          <Input
            code
            inputMode="numeric"
            placeholder="always"
            value={times}
            onChange={(event) => setTimes(event.target.value)}
          />
        </Field>
      </div>
      <Field label="Path" help="As in the call, * for anything." {...(pathFault ? { error: pathFault } : {})}>
        <Input code value={path} onChange={(event) => setPath(event.target.value)} />
      </Field>
      <Button type="submit" busy={busy}>
        Add rule
      </Button>
    </form>
  )
}
