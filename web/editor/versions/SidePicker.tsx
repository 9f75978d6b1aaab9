import { useApi } from '../../app/useApi.ts'
import { Select } from '../../ui/Select.tsx'
import {
  draftSide,
  parseSide,
  type Side,
  sideName,
  sideText,
  theirsSide,
  versionSide,
} from '../store/compareSlice.ts'
import { useEditor } from '../store/EditorContext.ts'

type SidePickerProps = { label: string; side: Side; onPick: (side: Side) => void }

/** Which graph stands on one side of a comparison. */
export function SidePicker({ label, side, onPick }: SidePickerProps) {
  const loop = useEditor((state) => state.graph.name)
  const conflict = useEditor((state) => state.draft.type === 'conflict')
  const { data } = useApi('listVersions', { params: { loop } })
  const known = [
    draftSide,
    ...(conflict ? [theirsSide] : []),
    ...(data?.versions ?? []).map(({ number }) => versionSide(number)),
  ]
  const here = known.some((each) => sideText(each) === sideText(side)) ? known : [...known, side]
  const notes = new Map((data?.versions ?? []).map((version) => [String(version.number), version.note]))
  return (
    <Select
      aria-label={label}
      className="w-36"
      value={sideText(side)}
      onValueChange={(text) => {
        const picked = parseSide(text)
        if (picked) onPick(picked)
      }}
      options={here.map((each) => {
        const note = notes.get(sideText(each))
        return { value: sideText(each), label: sideName(each), ...(note ? { hint: note } : {}) }
      })}
    />
  )
}
