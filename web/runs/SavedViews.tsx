import { Bookmark, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useSession } from '../app/session.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { Field } from '../ui/Field.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'
import { type RunFilters, searchOf } from './runFilters.ts'
import { useSavedViews } from './savedViews.ts'

/** Keeps the present filters under a name, and picks kept ones. */
export function SavedViews({ filters }: { filters: RunFilters }) {
  const { workspace } = useSession()
  const { views, save, remove } = useSavedViews(workspace)
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  const search = searchOf(filters)
  const pick = (kept: string) => {
    void navigate(`/runs?${kept}`)
    setOpen(false)
  }
  const present = views.find((view) => view.search === search)
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      label="Saved views"
      trigger={
        <Button icon={<Bookmark aria-hidden />}>
          <span className="max-w-40 truncate">{present?.name ?? 'Views'}</span>
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {views.length > 0 && (
          <ul aria-label="Views" className="flex flex-col">
            {views.map((view) => (
              <li key={view.name} className="flex items-center gap-1">
                {/* No link: a popover that opens gives the focus to its first button, which would then be the one that removes. */}
                <button
                  type="button"
                  aria-current={view === present ? 'true' : undefined}
                  onClick={() => pick(view.search)}
                  className={cx(
                    'min-w-0 flex-1 truncate rounded-sm px-2 py-1 text-left text-sm hover:bg-surface-3',
                    view === present && 'font-semibold',
                  )}
                >
                  {view.name}
                </button>
                <IconButton
                  size="sm"
                  label={`Remove the view “${view.name}”`}
                  icon={<Trash2 aria-hidden />}
                  onClick={() => remove(view.name)}
                />
              </li>
            ))}
          </ul>
        )}
        {search === '' ? (
          <p className="text-sm text-fg-2">Narrow the list, then keep what it is narrowed to under a name.</p>
        ) : (
          !present && (
            <SaveForm
              onSave={(name) => {
                save({ name, search })
                setOpen(false)
              }}
            />
          )
        )}
      </div>
    </Popover>
  )
}

function SaveForm({ onSave }: { onSave: (name: string) => void }) {
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name !== '') onSave(name)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <Field label="Name" help="Kept in this browser. A view of the same name is replaced.">
        <Input value={typed} maxLength={60} onChange={(event) => setTyped(event.target.value)} />
      </Field>
      <Button type="submit" variant="primary" disabled={name === ''}>
        Save these filters
      </Button>
    </form>
  )
}
