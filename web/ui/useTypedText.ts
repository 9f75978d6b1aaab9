import { useEffect, useEffectEvent, useState } from 'react'

/** Who types is not asked for after each letter. */
const restMs = 250

/** What is being typed, told on only after a short rest; what is set from elsewhere meanwhile takes its place. */
export function useTypedText(
  value: string,
  onRest: (text: string) => void,
): [text: string, type: (text: string) => void] {
  const [text, setText] = useState(value)
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    setText(value)
  }
  const tell = useEffectEvent(onRest)
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => tell(text), restMs)
    return () => clearTimeout(timer)
  }, [text, value])
  return [text, setText]
}
