/** The first that fits: most browsers name others, too, that they stand in for. */
const browsers = [
  [/\bEdgA?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:Headless)?(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
] as const
const systems = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bWindows NT\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
] as const

/** Which browser it is and on what, as far as its user agent string (RFC 9110, section 10.1.5) says so; that string itself where it says neither. */
export function browserWords(agent: string): string {
  if (agent === '') return 'It does not say'
  const browser = browsers.flatMap(([sign, name]) => {
    const version = sign.exec(agent)?.[1]
    return version === undefined ? [] : [`${name} ${version}`]
  })[0]
  if (browser === undefined) return agent
  const system = systems.find(([sign]) => sign.test(agent))?.[1]
  return system === undefined ? browser : `${browser} on ${system}`
}
