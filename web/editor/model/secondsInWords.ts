const units = [
  { seconds: 86_400, name: 'd' },
  { seconds: 3600, name: 'h' },
  { seconds: 60, name: 'min' },
] as const

/** A duration as people say it: `90 s`, `24 h`, `2.5 d`. */
export function secondsInWords(seconds: number): string {
  const unit = units.find((each) => seconds >= each.seconds)
  if (!unit) return `${seconds} s`
  return `${Math.round((seconds / unit.seconds) * 10) / 10} ${unit.name}`
}
