import { Download } from 'lucide-react'
import type { Version } from '../../shared/api/loops.ts'
import { savedRunText } from '../../shared/api/savedRun.ts'
import { saveFile } from '../editor/draft/fileServices.ts'
import { Button } from '../ui/Button.tsx'
import type { Playback } from './playback.ts'

type SaveRunButtonProps = { run: string; version: Version; playback: Playback }

/** Gives the run as a file: what it followed and its log as far as it is here. */
export function SaveRunButton({ run, version, playback }: SaveRunButtonProps) {
  const save = () => {
    const events = [...playback.getState().events]
    saveFile(`${run}.run.json`, savedRunText({ version, events }))
  }
  return (
    <Button icon={<Download aria-hidden />} onClick={save}>
      Save as a file
    </Button>
  )
}
