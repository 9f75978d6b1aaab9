import { useState } from 'react'
import type { PackUse } from '../../../../shared/policy/packs/pack.ts'
import { policyPacks } from '../../../../shared/policy/packs/packs.ts'
import { PackItem } from './PackItem.tsx'

type PackListProps = {
  uses: readonly PackUse[]
  /** Null where they may only be read. */
  onChange: ((next: PackUse[]) => void) | null
}

/** The packs that can be turned on, those that are, and how they are used. */
export function PackList({ uses, onChange }: PackListProps) {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <section aria-label="Packs" className="flex flex-col gap-2">
      <h3 className="text-sm font-semibold">Packs</h3>
      <p className="text-xs text-fg-3">
        Ready sets of policies, each with why it is there and which control it serves. A pack begins on trial
        and stays at its version until you upgrade it. It gives records and a person’s look; it does not make
        anybody compliant.
      </p>
      <ul className="flex flex-col gap-2">
        {policyPacks.map((pack) => (
          <PackItem
            key={pack.id}
            pack={pack}
            use={uses.find((each) => each.pack === pack.id) ?? null}
            isOpen={open === pack.id}
            onOpen={(isOpen) => setOpen(isOpen ? pack.id : null)}
            onChange={
              onChange &&
              ((next) => {
                const others = uses.filter((each) => each.pack !== pack.id)
                onChange(next ? [...others, next] : others)
              })
            }
          />
        ))}
      </ul>
    </section>
  )
}
