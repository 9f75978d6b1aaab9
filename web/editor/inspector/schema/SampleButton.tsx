import { FileJson } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Popover } from '../../../ui/Popover.tsx'
import { Textarea } from '../../../ui/Textarea.tsx'
import { readJson } from '../../model/readJson.ts'
import { schemaFromSample } from '../../model/schemaFromSample.ts'
import { useField } from '../useField.ts'

type SampleButtonProps = {
  /** Where the schema stands. */
  at: string
  /** What the schema is called. */
  what: string
}

/** Makes a schema out of a payload. */
export function SampleButton({ at, what }: SampleButtonProps) {
  const field = useField(at)
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const read = readJson(text, 'any')
  return (
    <Popover
      label={`${what} from a sample`}
      open={open}
      onOpenChange={setOpen}
      align="end"
      trigger={
        <Button size="sm" variant="ghost" icon={<FileJson aria-hidden />}>
          From a sample
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Field
          label="Sample payload"
          error={text !== '' && !read.ok ? read.message : undefined}
          help="Its shape becomes the schema; its values do not"
        >
          <Textarea code rows={8} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <Button
          variant="primary"
          className="self-end"
          disabled={!read.ok}
          onClick={() => {
            if (!read.ok) return
            field.write(schemaFromSample(read.value), 'Made a schema from a sample')
            setOpen(false)
          }}
        >
          Use its shape
        </Button>
      </div>
    </Popover>
  )
}
