import { Disclosure } from '../ui/Disclosure.tsx'

/** Headers, behind a line that says how many. */
export function HeaderList({ title, headers }: { title: string; headers: Record<string, string> }) {
  const all = Object.entries(headers)
  return (
    <Disclosure summary={`${title} (${all.length})`}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 font-mono text-xs">
        {all.map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-fg-3">{name}</dt>
            <dd className="min-w-0 break-all">{value}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  )
}
