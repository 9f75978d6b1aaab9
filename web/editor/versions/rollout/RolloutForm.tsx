import { type FormEvent, useState } from 'react'
import type { Rollout, VersionSummary } from '../../../../shared/api/loops.ts'
import { ProblemNotice } from '../../../app/ProblemNotice.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Input } from '../../../ui/Input.tsx'
import { Select } from '../../../ui/Select.tsx'
import { WaitingProposal } from '../../draft/Proposed.tsx'
import { useEditor } from '../../store/EditorContext.ts'
import { readShare, ShareField, shareText } from './ShareField.tsx'
import { staysWords, useRolloutChange } from './useRolloutChange.ts'

type RolloutFormProps = { rollout: Rollout; versions: readonly VersionSummary[] }

/** Gives a version a share of the calls, or all of them. */
export function RolloutForm({ rollout, versions }: RolloutFormProps) {
  const loop = useEditor((state) => state.graph.name)
  const { stable, canary } = rollout
  const others = versions.filter(({ version }) => version !== stable)
  const [picked, setPicked] = useState(canary?.version ?? others[0]?.version)
  const [share, setShare] = useState(shareText(canary?.weight ?? 0.1))
  const [why, setWhy] = useState('')
  const { change, needsSecond, error, busy } = useRolloutChange()
  const version = versions.find((each) => each.version === picked)
  if (!version) return null
  const weight = readShare(share)
  const go = async (to: Rollout) => {
    if (await change(rollout, to, why)) setWhy('')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (weight !== null) void go({ stable, canary: { version: version.version, weight } })
  }
  const off = busy || needsSecond === null
  const verb = (words: string) => (needsSecond ? `Propose: ${words}` : words)
  return (
    <form onSubmit={submit} aria-label="Change the rollout" className="flex flex-col gap-2">
      {error && <ProblemNotice error={error} />}
      <WaitingProposal loop={loop} of="rollout" />
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        {!canary && (
          <Field label="Version" className="w-36">
            <Select
              value={version.version}
              onValueChange={setPicked}
              options={others.map(({ version, number, note }) => ({
                value: version,
                label: `Version ${number}`,
                hint: note,
              }))}
            />
          </Field>
        )}
        {stable !== null && <ShareField text={share} onChange={setShare} />}
        <Field label="Why" className="min-w-40 max-w-96 flex-1">
          <Input value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
        </Field>
        <div className="flex flex-wrap items-center gap-1">
          {stable !== null && (
            <Button type="submit" disabled={off || weight === null || weight === canary?.weight}>
              {verb(canary ? 'Set the share' : 'Start the canary')}
            </Button>
          )}
          <Button disabled={off} onClick={() => void go({ stable: version.version, canary: null })}>
            {verb(`Make version ${version.number} stable`)}
          </Button>
          {canary && (
            <Button disabled={off} onClick={() => void go({ stable, canary: null })}>
              {verb('Stop the canary')}
            </Button>
          )}
        </div>
      </div>
      <p className="text-xs text-fg-2">
        {needsSecond
          ? 'It changes once a second person, who may approve, has approved it. '
          : 'It holds for calls from then on, and can be undone. '}
        {staysWords}
        {weight === 0 && stable !== null && ' At 0% only calls that ask for the canary get it.'}
      </p>
    </form>
  )
}
