import { useState } from 'react'
import type { CallToMake } from '../../shared/api/snippets/callToMake.ts'
import { type SnippetLanguage, snippetLanguages, snippetOf } from '../../shared/api/snippets/snippets.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Tabs } from '../ui/Tabs.tsx'

const labels = { curl: 'curl', fetch: 'JavaScript', python: 'Python' } as const satisfies Record<
  SnippetLanguage,
  string
>

/** Programs that call the loop, to copy. */
export function Snippets({ call }: { call: CallToMake }) {
  const [language, setLanguage] = useState<SnippetLanguage>('curl')
  return (
    <Tabs
      label="Language"
      value={language}
      onValueChange={(value) => setLanguage(snippetLanguages.find((each) => each === value) ?? 'curl')}
      aside={<CopyButton text={() => snippetOf(language, call)} label="Copy the snippet" />}
      items={snippetLanguages.map((each) => ({
        value: each,
        label: labels[each],
        content: (
          <pre className="whitespace-pre-wrap break-all p-3 font-mono text-xs" data-snippet={each}>
            {snippetOf(each, call)}
          </pre>
        ),
      }))}
    />
  )
}
