import { useQueryClient } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { useStore } from 'zustand'
import { usualTitle } from '../../shared/cases/caseOf.ts'
import { ApiError } from '../app/apiError.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'
import { leftOutWords } from './leftOutWords.ts'
import type { Playback } from './playback.ts'
import { type SavedTest, saveRunAsTest } from './saveRunAsTest.ts'

type SaveAsTestButtonProps = { loop: string; playback: Playback }

/** Keeps a recorded run as a test of its loop: its input and what everything outside answered, and what came of it. */
export function SaveAsTestButton({ loop, playback }: SaveAsTestButtonProps) {
  const program = useStore(playback, (state) => state.program)
  const ended = useStore(playback, ({ events }) => events.find(({ type }) => type === 'run.ended'))
  const client = useQueryClient()
  const [title, setTitle] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [saved, setSaved] = useState<SavedTest | null>(null)
  if (!program || !ended) return null
  const name = title ?? usualTitle(playback.getState().events)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailure(null)
    try {
      const made = await saveRunAsTest(loop, name.trim(), program, playback.getState().events)
      await client.invalidateQueries({ queryKey: ['getLoop'] })
      setSaved(made)
      if (!made) setFailure('The draft is no graph that could hold a test.')
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setFailure(error.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Popover
      label="Save as a test"
      align="end"
      onOpenChange={() => setSaved(null)}
      trigger={<Button icon={<ListChecks aria-hidden />}>Save as a test</Button>}
    >
      {saved ? (
        <Saved loop={loop} saved={saved} />
      ) : (
        <form onSubmit={(event) => void save(event)} className="flex flex-col gap-3">
          <p className="text-xs text-fg-2">
            The input and the answers of everything outside go into the draft of {loop} as a test, which
            expects what came here.
          </p>
          <Field label="Title" error={failure}>
            <Input value={name} maxLength={120} onChange={(event) => setTitle(event.target.value)} />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" variant="primary" busy={busy} disabled={name.trim() === ''}>
              Add the test
            </Button>
          </div>
        </form>
      )}
    </Popover>
  )
}

function Saved({ loop, saved }: { loop: string; saved: SavedTest }) {
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p role="status">It is in the draft now.</p>
      {saved.leftOut.map((what) => (
        <p key={what} className="text-xs text-fg-2">
          {leftOutWords[what]}
        </p>
      ))}
      <Button asChild>
        <Link to={`/loops/${loop}?test=${encodeURIComponent(saved.id)}`}>Open it in the editor</Link>
      </Button>
    </div>
  )
}
