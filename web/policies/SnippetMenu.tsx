import { ListPlus } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { type PolicySnippet, policySnippets } from './policyWords.ts'

/** Conditions to start from. */
export function SnippetMenu({ onPick }: { onPick: (snippet: PolicySnippet) => void }) {
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" variant="ghost" icon={<ListPlus aria-hidden />}>
          Ready-made
        </Button>
      }
      items={policySnippets.map((snippet) => ({
        label: snippet.label,
        hint: `At ${snippet.at}`,
        onSelect: () => onPick(snippet),
      }))}
    />
  )
}
